<?php

// Publishes as a controller or a message handler does. The variables that mercure.php names are
// exported first; those of PHP-FPM's pool are not seen on the command line.
//
//   php publish.php https://example.com/books/1 '{"title": "…"}'
//   php publish.php https://example.com/books/1 '{"price": 7}' private

declare(strict_types=1);

require __DIR__ . '/mercure.php';

use Symfony\Component\Mercure\Exception\RuntimeException as NotPublished;
use Symfony\Component\Mercure\Update;

if ($argc < 3) {
    fwrite(STDERR, "usage: php publish.php TOPIC DATA [private]\n");
    exit(2);
}
$isPrivate = ($argv[3] ?? '') === 'private';
try {
    echo mercure_hub()->publish(new Update($argv[1], $argv[2], $isPrivate)), "\n";
} catch (NotPublished $error) {
    // "Failed to send an update." is all that Symfony says; the cause has the status.
    $cause = $error->getPrevious();
    fwrite(STDERR, $error->getMessage() . ($cause ? ' ' . $cause->getMessage() : '') . "\n");
    exit(1);
} catch (UnexpectedValueException $error) {
    fwrite(STDERR, $error->getMessage() . "\n");
    exit(2);
}
