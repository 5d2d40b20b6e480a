<?php

// The hub, as a Symfony application's container would make it. Symfony's own names of variables:
//
//   MERCURE_URL         where the application publishes: http://127.0.0.1/.well-known/mercure
//   MERCURE_PUBLIC_URL  where browsers find the hub: https://your.site/.well-known/mercure
//   MERCURE_JWT_SECRET  the worker's publisher-key

declare(strict_types=1);

// Composer's packages, or Debian's php-symfony-mercure.
if (is_file(__DIR__ . '/vendor/autoload.php')) {
    require __DIR__ . '/vendor/autoload.php';
} else {
    foreach (['HttpFoundation', 'HttpClient', 'WebLink', 'Mercure'] as $component) {
        require_once "/usr/share/php/Symfony/Component/$component/autoload.php";
    }
}
require __DIR__ . '/HsTokenFactory.php';

use Symfony\Component\Mercure\Hub;
use Symfony\Component\Mercure\HubRegistry;
use Symfony\Component\Mercure\Jwt\CallableTokenProvider;

function mercure_setting(string $name): string
{
    $value = getenv($name);
    if ($value === false || $value === '') {
        throw new UnexpectedValueException("the variable $name is not set");
    }
    return $value;
}

function mercure_hub(): Hub
{
    $tokens = new HsTokenFactory(mercure_setting('MERCURE_JWT_SECRET'));
    // A token of a minute is enough for one publish.
    $publisher = new CallableTokenProvider(
        static fn (): string => $tokens->create(null, ['*'], ['exp' => time() + 60])
    );
    return new Hub(
        mercure_setting('MERCURE_URL'),
        $publisher,
        $tokens,
        mercure_setting('MERCURE_PUBLIC_URL')
    );
}

function mercure_registry(): HubRegistry
{
    return new HubRegistry(mercure_hub());
}
