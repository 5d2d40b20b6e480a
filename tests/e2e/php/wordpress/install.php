<?php

// Makes a WordPress with a page that has the shortcode, the plugin active:
//
//   php install.php FOLDER < PASSWORD
//
// Prints the address of the page.

declare(strict_types=1);

$socket = getenv('WP_DATABASE_SOCKET');
mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
(new mysqli('localhost', 'root', '', '', 0, $socket))->query('CREATE DATABASE wordpress');

define('WP_INSTALLING', true);
require $argv[1] . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';

// Nobody is told of the new site by mail.
function wp_new_blog_notification()
{
}

$made = wp_install('A site', 'editor', 'editor@example.com', false, '', trim(fgets(STDIN)));
switch_theme('plain');
$error = activate_plugin('sluice-live/sluice-live.php');
if (is_wp_error($error)) {
    fwrite(STDERR, $error->get_error_message() . "\n");
    exit(1);
}
$page = wp_insert_post([
    'post_type' => 'page',
    'post_status' => 'publish',
    'post_title' => 'Live',
    'post_content' => '[sluice_live]',
    'post_author' => $made['user_id'],
]);
echo get_permalink($page), "\n";
