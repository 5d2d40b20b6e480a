<?php

/**
 * Plugin Name: Sluice Live
 * Description: Shows each new post on the pages that are open, the moment it is published.
 * Version: 1.0.0
 * Requires at least: 5.6
 * Requires PHP: 7.4
 * License: MIT
 */

defined('ABSPATH') || exit;

require_once __DIR__ . '/sluice.php';

/** The topic of this site's new posts; a name, and no address that anybody asks for. */
function sluice_live_topic(): string
{
    return home_url('/live/posts');
}

/** What a reader may see of a post, as text; whoever shows it makes HTML of it. */
function sluice_live_data(WP_Post $post): string
{
    $title = html_entity_decode(wp_strip_all_tags(get_the_title($post)), ENT_QUOTES, 'UTF-8');
    return wp_json_encode(['title' => $title, 'url' => get_permalink($post)]);
}

/**
 * Tells of a post that has become public. This hook, and not save_post, which comes before the
 * post's terms are saved, and for drafts and autosaves too.
 */
function sluice_live_tell(int $id, WP_Post $post, bool $is_update, ?WP_Post $before): void
{
    $was_public = $before !== null && $before->post_status === 'publish';
    $is_public = $post->post_status === 'publish' && $post->post_password === '';
    if ($post->post_type !== 'post' || !$is_public || $was_public) {
        return;
    }
    try {
        sluice_publish(sluice_live_topic(), sluice_live_data($post), ['type' => 'post']);
    } catch (SluiceError $error) {
        error_log('sluice-live: ' . $error->getMessage()); // the post is saved all the same
    }
}
add_action('wp_after_insert_post', 'sluice_live_tell', 10, 4);

/** The scripts; they are put only into pages that have the shortcode. */
function sluice_live_register_scripts(): void
{
    // The web server's /sluice/js, also where WordPress is in a folder of the site.
    $origin = preg_replace('~^(https?://[^/]+).*$~', '$1', home_url());
    wp_register_script('sluice', $origin . '/sluice/js', [], null, true);
    wp_register_script(
        'sluice-live',
        plugins_url('sluice-live.js', __FILE__),
        ['sluice'],
        '1.0.0',
        true
    );
}
add_action('wp_enqueue_scripts', 'sluice_live_register_scripts');

/** [sluice_live] is a list that new posts come into. */
function sluice_live_list(): string
{
    wp_enqueue_script('sluice-live');
    $topic = esc_attr(sluice_live_topic());
    return "<ul class=\"sluice-live\" data-topic=\"$topic\" aria-live=\"polite\"></ul>";
}
add_shortcode('sluice_live', 'sluice_live_list');
