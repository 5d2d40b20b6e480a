<?php

declare(strict_types=1);

require __DIR__ . '/../site.php';

$name = $_POST['name'] ?? '';
$password = $_POST['password'] ?? '';
$user = is_string($name) ? (site_users()[$name] ?? null) : null;
if ($user === null || !is_string($password) || !password_verify($password, $user['password'])) {
    http_response_code(403);
    exit("This name and password do not go together.\n");
}
site_session();
session_regenerate_id(true); // a session that somebody else began is not taken over
$_SESSION['name'] = $name;
header('Location: /', true, 303);
