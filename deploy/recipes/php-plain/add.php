<?php

// Adds an entry:  php add.php 'The bread is out of the oven.'
// Your site calls news_add() where it saves one. This file is not below public/, so that nobody
// adds entries from outside.

declare(strict_types=1);

require __DIR__ . '/news.php';

if (!isset($argv[1])) {
    fwrite(STDERR, "usage: php add.php TEXT\n");
    exit(2);
}
news_add($argv[1]);
