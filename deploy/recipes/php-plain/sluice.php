<?php

// Tells the browsers that are looking: sluice_publish(), by the worker's control socket.
// One file, no library; PHP 7.4 and later. For a worker on another machine take sluice_http.php,
// whose function is the same.
//
//   require __DIR__ . '/sluice.php';
//   sluice_publish('news', 'The bread is out of the oven.');
//
// The socket is /run/sluice/control.sock, or what the variable SLUICE_CONTROL names.

declare(strict_types=1);

/** Why an update was not published. `getCode` is the worker's status; 0 when it did not answer. */
final class SluiceError extends RuntimeException
{
}

/**
 * Publishes an update and returns its id. It is then with the worker, which answers at once; a
 * worker that hangs costs the page `timeout` seconds and no more.
 *
 * @param string|string[] $topics
 * @param string $data UTF-8. For an object give json_encode's text.
 * @param array{id?: string, type?: string, private?: bool, retry?: int, timeout?: float} $options
 *        retry is in milliseconds, timeout (2.0) in seconds
 * @throws SluiceError with the worker's own reason
 */
function sluice_publish($topics, string $data, array $options = []): string
{
    $timeout = (float) ($options['timeout'] ?? 2.0);
    unset($options['timeout']);
    $order = ['topic' => $topics, 'data' => $data] + $options;
    try {
        $line = json_encode($order, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE);
    } catch (JsonException $error) {
        throw new SluiceError('this cannot be sent: ' . $error->getMessage(), 400, $error);
    }
    $answer = json_decode(sluice_ask($line, $timeout), true);
    if (is_string($answer['id'] ?? null)) {
        return $answer['id'];
    }
    $why = $answer['error'] ?? 'the worker answered with something else than JSON';
    throw new SluiceError($why, $answer['status'] ?? 0);
}

/** Sends one line and gives the line that answers it. */
function sluice_ask(string $line, float $timeout): string
{
    $path = getenv('SLUICE_CONTROL') ?: '/run/sluice/control.sock';
    $until = microtime(true) + $timeout;
    $socket = @stream_socket_client("unix://$path", $number, $why, $timeout);
    if ($socket === false) {
        throw new SluiceError("cannot reach the worker at $path: $why");
    }
    // Without blocking, so that neither half can take longer than the time there is.
    stream_set_blocking($socket, false);
    for ($rest = $line . "\n"; $rest !== ''; $rest = substr($rest, $sent)) {
        sluice_wait($socket, 'write', $until);
        $sent = @fwrite($socket, $rest);
        if ($sent === false) {
            break; // the worker hung up, but may have said why
        }
    }
    for ($answer = ''; substr($answer, -1) !== "\n"; $answer .= $more) {
        sluice_wait($socket, 'read', $until);
        $more = (string) fread($socket, 8192);
        if ($more === '' && feof($socket)) {
            throw new SluiceError("the worker at $path hung up before it answered");
        }
    }
    fclose($socket);
    return $answer;
}

/** Returns when the socket can be read or written. */
function sluice_wait($socket, string $what, float $until): void
{
    $left = max(0.0, $until - microtime(true));
    $read = $what === 'read' ? [$socket] : null;
    $write = $what === 'write' ? [$socket] : null;
    $none = null;
    // Whole seconds and the rest, as select takes them.
    $ready = @stream_select($read, $write, $none, (int) $left, (int) (fmod($left, 1) * 1000000));
    if ($ready !== 1) {
        throw new SluiceError('the worker did not answer in time');
    }
}
