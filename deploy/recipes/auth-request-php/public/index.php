<?php

// The page: a form for who is not logged in, and the visitor's own events for who is.

declare(strict_types=1);

require __DIR__ . '/../site.php';

site_session(['read_and_close' => true]);
$visitor = site_visitor();
$topics = $visitor === null ? [] : site_topics($visitor);
header('Content-Type: text/html; charset=utf-8');
header('Cache-Control: no-store');
?>
<!doctype html>
<html lang="en">
<title>Shop</title>
<link rel="icon" href="data:,">
<?php if ($visitor === null) { ?>
<form method="post" action="/login.php">
  <label>Name <input name="name" autocomplete="username"></label>
  <label>Password <input name="password" type="password" autocomplete="current-password"></label>
  <button>Log in</button>
</form>
<?php } else { ?>
<p>Hello <?= escape($visitor) ?></p>
<form method="post" action="/logout.php"><button>Log out</button></form>
<?php foreach ($topics as $topic) { ?>
<h2><?= escape($topic) ?></h2>
<ul data-sluice-topic="<?= escape($topic) ?>"></ul>
<?php } ?>
<p id="state" role="status"></p>
<script src="/live.js"></script>
<script src="/sluice/js" data-topics="<?= escape(implode(' ', $topics)) ?>"></script>
<?php } ?>
</html>
