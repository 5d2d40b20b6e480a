<?php

declare(strict_types=1);

require __DIR__ . '/../site.php';

if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
    http_response_code(405);
    exit;
}
site_session();
$_SESSION = [];
session_destroy();
header('Location: /', true, 303);
