<?php
// What a site answers when nginx asks whether a visitor may read events (auth-request.conf).
// Copy it into the site's root, and put the site's own question in place of the session's.

const KEY_FILE = '/etc/sluice/subscriber.key';  // the one that the worker has as --subscriber-key
const DECISION_HOLDS_SECONDS = 900;  // then the stream ends, and the browser's return asks anew

function base64url(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

/** A token that lets its bearer read these topics (RFC 7515, HS256). */
function token_for(array $topics): string
{
    $claims = ['mercure' => ['subscribe' => $topics], 'exp' => time() + DECISION_HOLDS_SECONDS];
    $signed = base64url('{"alg":"HS256"}') . '.' . base64url(json_encode($claims));
    $key = rtrim((string) file_get_contents(KEY_FILE), "\r\n");
    if ($key === '') {
        throw new RuntimeException('there is no key to sign with in ' . KEY_FILE);
    }
    return $signed . '.' . base64url(hash_hmac('sha256', $signed, $key, true));
}

session_start(['read_and_close' => true]);
$user = $_SESSION['user'] ?? null;
if (!is_string($user)) {
    http_response_code(401);
    exit;
}
header('X-Sluice-Token: ' . token_for(['news', "users/$user"]));
http_response_code(204);
