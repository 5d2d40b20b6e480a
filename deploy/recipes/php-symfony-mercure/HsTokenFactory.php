<?php

declare(strict_types=1);

use Symfony\Component\Mercure\Jwt\TokenFactoryInterface;

/** Makes tokens (JWT, HS256) without lcobucci/jwt. With it take Symfony's LcobucciFactory. */
final class HsTokenFactory implements TokenFactoryInterface
{
    private string $secret;

    public function __construct(string $secret)
    {
        $this->secret = $secret;
    }

    public function create(
        ?array $subscribe = [],
        ?array $publish = [],
        array $additionalClaims = []
    ): string {
        $claims = $additionalClaims;
        if (($claims['exp'] ?? null) instanceof DateTimeInterface) {
            $claims['exp'] = $claims['exp']->getTimestamp();
        }
        $grants = array_filter(
            ['subscribe' => $subscribe, 'publish' => $publish],
            static fn (?array $topics): bool => (bool) $topics
        );
        $claims['mercure'] = (object) ($grants + ($claims['mercure'] ?? []));
        $signed = self::encode(['alg' => 'HS256', 'typ' => 'JWT']) . '.' . self::encode($claims);
        return $signed . '.' . self::base64url(hash_hmac('sha256', $signed, $this->secret, true));
    }

    private static function encode(array $what): string
    {
        return self::base64url(json_encode($what, JSON_THROW_ON_ERROR));
    }

    private static function base64url(string $bytes): string
    {
        return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
    }
}
