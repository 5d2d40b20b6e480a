<?php

// The site's own list of news, in a file: in its place stands what your site has. An entry's `id`
// is that of its update, so that a page knows behind which one its stream begins.

declare(strict_types=1);

require_once __DIR__ . (getenv('SLUICE_URL') ? '/sluice_http.php' : '/sluice.php');

function news_file(): string
{
    return getenv('NEWS_FILE') ?: '/var/lib/news/news.jsonl';
}

/**
 * Tells the browsers, then keeps the entry. The lock keeps two entries in the same order here and
 * there. An update that could not be published is no reason to lose the entry.
 */
function news_add(string $text): void
{
    $file = fopen(news_file(), 'ab');
    if ($file === false || !flock($file, LOCK_EX)) {
        throw new RuntimeException('cannot write ' . news_file());
    }
    try {
        $id = sluice_publish('news', $text);
    } catch (SluiceError $error) {
        error_log('sluice: ' . $error->getMessage());
        $id = null;
    }
    fwrite($file, json_encode(['id' => $id, 'text' => $text], JSON_THROW_ON_ERROR) . "\n");
    fclose($file);
}

/** The entries, oldest first: [['id' => …, 'text' => …]]. */
function news_all(): array
{
    $lines = is_file(news_file()) ? file(news_file(), FILE_IGNORE_NEW_LINES) : [];
    return array_map(static fn (string $line): array => json_decode($line, true), $lines);
}
