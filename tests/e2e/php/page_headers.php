<?php

// What a Symfony application answers a visitor with, beside its page: the Link header that names
// the hub, and the cookie that lets the visitor read private updates.
//
//   echo '{"hub": "http://…", "page": "http://…", "token": "…"}' | php page_headers.php
//
// Prints {"Link": …, "Set-Cookie": …}. Symfony's own token factory needs lcobucci/jwt, which Debian
// has not; a factory that gives the ready-made token takes its place, and all else is Symfony's.

declare(strict_types=1);

foreach (['HttpFoundation', 'HttpClient', 'WebLink', 'Mercure'] as $component) {
    require "/usr/share/php/Symfony/Component/$component/autoload.php";
}

use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\Mercure\Authorization;
use Symfony\Component\Mercure\Discovery;
use Symfony\Component\Mercure\Hub;
use Symfony\Component\Mercure\HubRegistry;
use Symfony\Component\Mercure\Jwt\StaticTokenProvider;
use Symfony\Component\Mercure\Jwt\TokenFactoryInterface;
use Symfony\Component\WebLink\HttpHeaderSerializer;

final class ReadyMadeTokens implements TokenFactoryInterface
{
    public function __construct(private string $token)
    {
    }

    public function create(
        ?array $subscribe = [],
        ?array $publish = [],
        array $additionalClaims = []
    ): string {
        return $this->token;
    }
}

$asked = json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);
$token = $asked['token'];
$hub = new Hub($asked['hub'], new StaticTokenProvider($token), new ReadyMadeTokens($token));
$registry = new HubRegistry($hub);
$request = Request::create($asked['page']);

(new Discovery($registry))->addLink($request);
$response = new Response();
$response->headers->setCookie((new Authorization($registry))->createCookie($request, ['*']));

$links = $request->attributes->get('_links')->getLinks();
echo json_encode([
    'Link' => (new HttpHeaderSerializer())->serialize($links),
    'Set-Cookie' => (string) $response->headers->getCookies()[0],
], JSON_THROW_ON_ERROR), "\n";
