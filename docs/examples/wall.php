<?php
// A publisher's own page that sends the whole article to supporters and verified crawlers, and its first part to others.
// SMALLFAVOR_URL, PUBLISHER, CRAWLERS (a file of address ranges) and KEYS (a file that only this site can write) come
// from the environment; to try it: php -S 127.0.0.1:8000 wall.php. It needs the sodium extension, which PHP brings.
declare(strict_types=1);

$articles = [
    '/trams' => [
        'headline' => 'Trams <return> to the river',
        'mode' => 'supporters',
        'part' => ['The first tram in forty years crossed the bridge on Monday.'],
        'rest' => ['The secret of the tram is its second motor.'],
    ],
    '/weather' => [
        'headline' => 'Rain',
        'mode' => 'free',
        'part' => ['Take an umbrella.'],
        'rest' => ['It ends on Friday.'],
    ],
];

function decode(string $part): string
{
    return sodium_base642bin($part, SODIUM_BASE64_VARIANT_URLSAFE_NO_PADDING);
}

/** The public key with this id, or null. The keys are kept for five minutes; an unknown id asks anew after half a minute. */
function publicKey(string $id): ?string
{
    $file = getenv('KEYS');
    for ($patience = 300; ; $patience = 30) {
        clearstatcache();
        if (!is_file($file) || time() - filemtime($file) >= $patience) {
            $context = stream_context_create(['http' => ['timeout' => 3]]);
            $sent = @file_get_contents(getenv('SMALLFAVOR_URL') . '/.well-known/jwks.json', false, $context);
            if ($sent === false) return null;
            $new = $file . '.' . bin2hex(random_bytes(4));
            file_put_contents($new, $sent);
            rename($new, $file);
        }
        foreach (json_decode(file_get_contents($file), true)['keys'] ?? [] as $key) {
            if ($key['kid'] === $id && $key['kty'] === 'OKP' && $key['crv'] === 'Ed25519') return decode($key['x']);
        }
        if ($patience === 30) return null;
    }
}

function isSupporter(): bool
{
    try {
        $parts = explode('.', $_COOKIE['pass'] ?? '');
        if (count($parts) !== 3) return false;
        $header = json_decode(decode($parts[0]), true, 4, JSON_THROW_ON_ERROR);
        if (($header['alg'] ?? '') !== 'EdDSA' || !is_string($header['kid'] ?? null)) return false;
        $key = publicKey($header['kid']);
        if ($key === null) return false;
        if (!sodium_crypto_sign_verify_detached(decode($parts[2]), "$parts[0].$parts[1]", $key)) return false;
        $claims = json_decode(decode($parts[1]), true, 4, JSON_THROW_ON_ERROR);
        return ($claims['iss'] ?? '') === getenv('SMALLFAVOR_URL')
            && ($claims['aud'] ?? '') === getenv('PUBLISHER')
            && ($claims['exp'] ?? 0) > time();
    } catch (Throwable) {
        return false;
    }
}

/** By the address of the connection alone: a user agent, like any header, is what its sender says. */
function isCrawler(): bool
{
    $address = inet_pton($_SERVER['REMOTE_ADDR']);
    $text = @file_get_contents(getenv('CRAWLERS'));
    foreach (json_decode($text ?: '{}', true)['prefixes'] ?? [] as $prefix) {
        [$start, $bits] = explode('/', $prefix['ipv4Prefix'] ?? $prefix['ipv6Prefix']) + [1 => ''];
        $range = @inet_pton($start);
        if ($range === false || $bits === '' || strlen($range) !== strlen($address)) continue;
        $mask = str_pad(str_repeat("\xff", intdiv((int) $bits, 8)), strlen($range), "\0");
        if ($bits % 8) $mask[intdiv((int) $bits, 8)] = chr(0xff << (8 - $bits % 8) & 0xff);
        if (($address & $mask) === ($range & $mask)) return true;
    }
    return false;
}

$article = $articles[$_SERVER['REQUEST_URI']] ?? null;
if ($article === null) {
    http_response_code(404);
    exit;
}
$free = $article['mode'] === 'free';
$whole = $free || isSupporter() || isCrawler();
$text = fn(string $said): string => htmlspecialchars($said, ENT_QUOTES | ENT_HTML5);
$paragraphs = fn(array $all): string => implode('', array_map(fn($one) => '<p>' . $text($one) . '</p>', $all));
// What a search engine is told of the article: the same for everybody, and true of the page either way.
$data = ['@context' => 'https://schema.org', '@type' => 'NewsArticle', 'headline' => $article['headline'],
    'isAccessibleForFree' => $free];
if (!$free) {
    $data['hasPart'] = ['@type' => 'WebPageElement', 'isAccessibleForFree' => false, 'cssSelector' => '.walled'];
}
$offer = '<p><a href="' . $text(getenv('SMALLFAVOR_URL') . '/' . getenv('PUBLISHER')) . '">Read on as a supporter</a></p>';
$behind = $whole ? $paragraphs($article['rest']) : $offer;

header('Content-Type: text/html; charset=utf-8');
// What one reader may read must not come to the next out of a cache.
if (!$free) header('Cache-Control: private, no-store');
?>
<!doctype html><html lang="en"><meta charset="utf-8"><title><?= $text($article['headline']) ?></title>
<script type="application/ld+json"><?= json_encode($data, JSON_HEX_TAG | JSON_UNESCAPED_SLASHES) ?></script>
<article><h1><?= $text($article['headline']) ?></h1><?= $paragraphs($article['part']) ?>

<?= $free ? $behind : '<div class="walled">' . $behind . '</div>' ?></article></html>
