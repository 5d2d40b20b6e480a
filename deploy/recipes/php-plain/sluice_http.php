<?php

// Tells the browsers that are looking: sluice_publish(), over HTTP, for a worker elsewhere.
// One file, no library; PHP 7.4 and later with OpenSSL for https. For a worker on this machine take
// sluice.php, which needs no token and whose function is the same.
//
//   require __DIR__ . '/sluice_http.php';
//   sluice_publish('news', 'The bread is out of the oven.');
//
// The variable SLUICE_URL names the hub, https://…/.well-known/mercure, and SLUICE_TOKEN_FILE a
// file with a token that may publish, outside of what the web server shows.

declare(strict_types=1);

/** Why an update was not published. `getCode` is the HTTP status; 0 when there was no answer. */
final class SluiceError extends RuntimeException
{
}

/**
 * Publishes an update and returns its id.
 *
 * @param string|string[] $topics
 * @param string $data UTF-8. For an object give json_encode's text.
 * @param array{id?: string, type?: string, private?: bool, retry?: int, timeout?: float} $options
 *        retry is in milliseconds, timeout (5.0) in seconds, for each wait of the connection
 * @throws SluiceError with the worker's own reason
 */
function sluice_publish($topics, string $data, array $options = []): string
{
    $fields = ['data' => $data] + $options;
    unset($fields['timeout'], $fields['private']);
    $form = http_build_query($fields, '', '&');
    // http_build_query would write topic[0]=, which is another field.
    foreach ((array) $topics as $topic) {
        $form .= '&topic=' . rawurlencode($topic);
    }
    if ($options['private'] ?? false) {
        $form .= '&private=on';
    }
    return sluice_post($form, (float) ($options['timeout'] ?? 5.0));
}

/** What the variable says. */
function sluice_setting(string $name): string
{
    $value = getenv($name);
    if ($value === false || $value === '') {
        throw new SluiceError("the variable $name is not set");
    }
    return $value;
}

/** The token, read anew each time, so that a new one needs no restart. */
function sluice_token(): string
{
    $file = sluice_setting('SLUICE_TOKEN_FILE');
    $token = trim((string) @file_get_contents($file));
    if (!preg_match('/^[\w.-]+$/D', $token)) {
        throw new SluiceError("there is no token in $file");
    }
    return $token;
}

/** Posts the form; returns the body of a 200. */
function sluice_post(string $form, float $timeout): string
{
    $url = sluice_setting('SLUICE_URL');
    $request = stream_context_create(['http' => [
        'method' => 'POST',
        'header' => [
            'Content-Type: application/x-www-form-urlencoded',
            'Authorization: Bearer ' . sluice_token(),
        ],
        'content' => $form,
        'timeout' => $timeout,
        'follow_location' => 0, // the token is for this address and no other
        'ignore_errors' => true, // the text of a refusal says why
    ]]);
    $answer = @fopen($url, 'r', false, $request);
    if ($answer === false) {
        $why = error_get_last()['message'] ?? 'no answer';
        throw new SluiceError("cannot reach the worker: $why");
    }
    $head = stream_get_meta_data($answer)['wrapper_data'];
    $body = trim((string) stream_get_contents($answer));
    fclose($answer);
    $status = (int) (explode(' ', $head[0])[1] ?? 0);
    if ($status !== 200) {
        throw new SluiceError("$status from $url: $body", $status);
    }
    return $body;
}
