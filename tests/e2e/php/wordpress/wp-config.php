<?php

// Settings of a WordPress of the tests' own, from the variables WP_ORIGIN and WP_DATABASE_SOCKET.

define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:' . getenv('WP_DATABASE_SOCKET'));
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {
    define("{$name}_KEY", "a key of the tests, $name");
    define("{$name}_SALT", "a salt of the tests, $name");
}
define('WP_HOME', getenv('WP_ORIGIN'));
define('WP_SITEURL', getenv('WP_ORIGIN'));
// Debian's fastcgi_params name the host without its port, which WordPress would redirect to.
$_SERVER['HTTP_HOST'] = preg_replace('~^http://~', '', getenv('WP_ORIGIN'));
// The tests ask nobody outside.
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('DISABLE_WP_CRON', true);

$table_prefix = 'wp_';
if (!defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/');
}
require_once ABSPATH . 'wp-settings.php';
