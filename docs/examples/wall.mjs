// A publisher's own server that sends the whole article to supporters and verified crawlers, and its first part to others.
// SMALLFAVOR_URL=https://give.example PUBLISHER=my-paper CRAWLERS=crawlers.json PORT=8000 node wall.mjs
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { BlockList, isIPv6 } from 'node:net';
import { createRemoteJWKSet, jwtVerify } from 'jose';

const { SMALLFAVOR_URL, PUBLISHER, CRAWLERS, PORT } = process.env;

// Asked for at most every five minutes, and for a key that it does not know at most every half minute.
const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', SMALLFAVOR_URL), {
  cacheMaxAge: 300_000,
  cooldownDuration: 30_000,
});

const articles = {
  '/trams': {
    headline: 'Trams <return> to the river',
    mode: 'supporters',
    part: ['The first tram in forty years crossed the bridge on Monday.'],
    rest: ['The secret of the tram is its second motor.'],
  },
  '/weather': {
    headline: 'Rain',
    mode: 'free',
    part: ['Take an umbrella.'],
    rest: ['It ends on Friday.'],
  },
};

const escaped = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const paragraphs = (texts) => texts.map((text) => `<p>${escaped(text)}</p>`).join('');

async function isSupporter(request) {
  const pass = /(?:^|;\s*)pass=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
  if (!pass) return false;
  const rules = { issuer: SMALLFAVOR_URL, audience: PUBLISHER, algorithms: ['EdDSA'] };
  return jwtVerify(pass, keys, { ...rules, requiredClaims: ['exp'] }).then(
    () => true,
    () => false,
  );
}

/** By the address of the connection alone: a user agent, like any header, is what its sender says. */
async function isCrawler(request) {
  try {
    const { prefixes } = JSON.parse(await readFile(CRAWLERS, 'utf8'));
    const ranges = new BlockList();
    for (const { ipv4Prefix, ipv6Prefix } of prefixes) {
      const [address, bits] = (ipv4Prefix ?? ipv6Prefix).split('/');
      ranges.addSubnet(address, Number(bits), ipv4Prefix ? 'ipv4' : 'ipv6');
    }
    const address = request.socket.remoteAddress;
    return ranges.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  } catch {
    return false;
  }
}

/** What a search engine is told of the article: the same for everybody, and true of the page either way. */
const structuredData = ({ headline, mode }) => ({
  '@context': 'https://schema.org',
  '@type': 'NewsArticle',
  headline,
  isAccessibleForFree: mode === 'free',
  ...(mode !== 'free' && {
    hasPart: { '@type': 'WebPageElement', isAccessibleForFree: false, cssSelector: '.walled' },
  }),
});

function page(article, isWhole) {
  const { headline, mode, part, rest } = article;
  const json = JSON.stringify(structuredData(article)).replaceAll('<', '\\u003c');
  const offer = `<p><a href="${SMALLFAVOR_URL}/${PUBLISHER}">Read on as a supporter</a></p>`;
  const behind = isWhole ? paragraphs(rest) : offer;
  const script = `<script src="/passCookie.js" data-service="${SMALLFAVOR_URL}" data-publisher="${PUBLISHER}"></script>`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(headline)}</title>
<script type="application/ld+json">${json}</script>
<article><h1>${escaped(headline)}</h1>${paragraphs(part)}
${mode === 'free' ? behind : `<div class="walled">${behind}</div>`}</article>
${isWhole ? '' : script}</html>`;
}

createServer(async (request, response) => {
  if (request.url === '/passCookie.js') {
    response.setHeader('Content-Type', 'text/javascript; charset=utf-8');
    return response.end(await readFile(new URL('passCookie.js', import.meta.url)));
  }
  const article = Object.entries(articles).find(([path]) => path === request.url)?.[1];
  if (!article) return response.writeHead(404).end();
  const isWhole =
    article.mode === 'free' || (await isSupporter(request)) || (await isCrawler(request));
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  // What one reader may read must not come to the next out of a cache.
  if (article.mode !== 'free') response.setHeader('Cache-Control', 'private, no-store');
  response.end(page(article, isWhole));
}).listen(Number(PORT), '127.0.0.1');
