<?php

// Publishes one update as a Symfony application does, with Debian's php-symfony-mercure.
//
//   echo '{"url": "http://…", "token": "…", "topics": ["…"], "data": "…"}' | php publish.php
//
// Also read: private, id, type, retry. Prints what the library gave: {"id": …}, or what it threw:
// {"error": …, "cause": …, "status": …}. The token comes by standard input, as arguments are
// everybody's to see.

declare(strict_types=1);

require '/usr/share/php/Symfony/Component/HttpClient/autoload.php';
require '/usr/share/php/Symfony/Component/Mercure/autoload.php';

use Symfony\Component\Mercure\Hub;
use Symfony\Component\Mercure\Jwt\StaticTokenProvider;
use Symfony\Component\Mercure\Update;
use Symfony\Contracts\HttpClient\Exception\HttpExceptionInterface;

$asked = json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);
$hub = new Hub($asked['url'], new StaticTokenProvider($asked['token']));
$update = new Update(
    $asked['topics'],
    $asked['data'],
    $asked['private'] ?? false,
    $asked['id'] ?? null,
    $asked['type'] ?? null,
    $asked['retry'] ?? null
);

try {
    $found = ['id' => $hub->publish($update)];
} catch (\Throwable $error) {
    $cause = $error->getPrevious();
    $answer = $cause instanceof HttpExceptionInterface ? $cause->getResponse() : null;
    $found = [
        'error' => $error->getMessage(),
        'cause' => $cause?->getMessage(),
        'status' => $answer?->getStatusCode(),
    ];
}
echo json_encode($found, JSON_THROW_ON_ERROR), "\n";
