<?php

// nginx asks this before each stream (auth_request): may this visitor read these topics?
//
//   204  yes; the header X-Sluice-Token grants the worker just these topics, for a while
//   401  nobody is logged in
//   403  not these topics
//
// This file is not below public/: only nginx's own question reaches it.

declare(strict_types=1);

require __DIR__ . '/site.php';

// A stream ends with its token, and the browser comes back and is judged anew. So this is how long
// somebody who has logged out, or may read less now, goes on reading at most.
const TOKEN_SECONDS = 600;

/** All values of the parameter `topic`, as the worker reads them. $_GET keeps the last only. */
function asked_topics(string $uri): array
{
    $topics = [];
    foreach (explode('&', explode('?', $uri, 2)[1] ?? '') as $pair) {
        [$name, $value] = array_map('urldecode', explode('=', $pair, 2)) + [1 => ''];
        if ($name === 'topic') {
            $topics[] = $value;
        }
    }
    return $topics;
}

function base64url(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

/** A token (JWT, HS256) that reads these topics and can do nothing else. */
function reader_token(array $topics): string
{
    $key = file_get_contents(getenv('READER_KEY_FILE') ?: '/etc/shop/reader.key');
    if ($key === false || trim($key) === '') {
        throw new RuntimeException('there is no key to sign with');
    }
    $key = preg_replace('/\r?\n\z/', '', $key); // the worker takes the line's end for none of it
    $claims = ['exp' => time() + TOKEN_SECONDS, 'mercure' => ['subscribe' => $topics]];
    $signed = base64url('{"alg":"HS256","typ":"JWT"}') . '.'
        . base64url(json_encode($claims, JSON_THROW_ON_ERROR));
    return $signed . '.' . base64url(hash_hmac('sha256', $signed, $key, true));
}

site_session(['read_and_close' => true]);
$visitor = site_visitor();
$asked = asked_topics($_SERVER['REQUEST_URI']);
if ($visitor === null) {
    http_response_code(401);
} elseif ($asked === [] || array_diff($asked, site_topics($visitor)) !== []) {
    http_response_code(403);
} else {
    header('X-Sluice-Token: ' . reader_token($asked));
    http_response_code(204);
}
