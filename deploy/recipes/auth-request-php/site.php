<?php

// The site that is there already: who is logged in, and what each may read. In the place of these
// functions stand your site's own.

declare(strict_types=1);

/** ['anna' => ['password' => password_hash(…), 'topics' => ['users/anna', …]], …] */
function site_users(): array
{
    $file = getenv('USERS_FILE') ?: '/etc/shop/users.json';
    return json_decode((string) file_get_contents($file), true, 8, JSON_THROW_ON_ERROR);
}

/** Opens the visitor's session; `read_and_close` for a script that only looks. */
function site_session(array $options = []): void
{
    session_start($options + [
        'cookie_httponly' => true,
        'cookie_samesite' => 'Lax', // no other site's form is sent with it
        'cookie_secure' => !empty($_SERVER['HTTPS']),
        'use_strict_mode' => true,
    ]);
}

/** The name of who is logged in, or null. */
function site_visitor(): ?string
{
    $name = $_SESSION['name'] ?? null;
    return isset($name, site_users()[$name]) ? $name : null;
}

/** The topics that somebody may read. */
function site_topics(string $name): array
{
    return site_users()[$name]['topics'] ?? [];
}

function escape(string $text): string
{
    return htmlspecialchars($text, ENT_QUOTES | ENT_SUBSTITUTE);
}
