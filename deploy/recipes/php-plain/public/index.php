<?php

// The page: the entries that are there, and then each new one as it comes.

declare(strict_types=1);

require __DIR__ . '/../news.php';

$news = news_all();
$ids = array_filter(array_column($news, 'id'));
$escape = static fn (string $text): string => htmlspecialchars($text, ENT_QUOTES | ENT_SUBSTITUTE);
header('Content-Type: text/html; charset=utf-8');
header('Cache-Control: no-store'); // an old page would begin behind an old entry
?>
<!doctype html>
<html lang="en">
<title>News</title>
<link rel="icon" href="data:,">
<h1>News</h1>
<ul id="news" data-last-event-id="<?= $escape($ids ? end($ids) : '') ?>">
<?php foreach ($news as $entry) { ?>
  <li data-id="<?= $escape($entry['id'] ?? '') ?>"><?= $escape($entry['text']) ?></li>
<?php } ?>
</ul>
<p id="state" role="status"></p>
<script src="/sluice/js"></script>
<script src="/news.js"></script>
</html>
