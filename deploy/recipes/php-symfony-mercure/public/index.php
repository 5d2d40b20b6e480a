<?php

// A page that tells browsers where the hub is (Discovery), and lets those who may read private
// updates do so (Authorization).

declare(strict_types=1);

require __DIR__ . '/../mercure.php';

use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\Mercure\Authorization;
use Symfony\Component\Mercure\Discovery;
use Symfony\Component\WebLink\HttpHeaderSerializer;

$request = Request::createFromGlobals();
$registry = mercure_registry();
$response = new Response(file_get_contents(__DIR__ . '/../page.html'));

// Within the framework the listeners of web-link and of the Mercure bundle do these two.
(new Discovery($registry))->addLink($request);
$links = $request->attributes->get('_links')->getLinks();
$response->headers->set('Link', (new HttpHeaderSerializer())->serialize($links));

// What the site's login has written into the session: the topics that this visitor may read. Who
// may read nothing loses the cookie of a session before.
session_start(['read_and_close' => true, 'cookie_httponly' => true, 'cookie_samesite' => 'Lax']);
$topics = $_SESSION['topics'] ?? [];
$authorization = new Authorization($registry);
$response->headers->setCookie($topics
    ? $authorization->createCookie($request, $topics, null)
    : $authorization->createClearCookie($request));

$response->headers->set('Cache-Control', 'no-store');
$response->send();
