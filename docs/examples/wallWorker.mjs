// At an edge that runs workers (with jose bundled in): verifies the pass, and tells your own server in a header which
// part to send. env: SMALLFAVOR_URL, PUBLISHER, ORIGIN, EDGE_SECRET. Your server takes Wall-Reader from nobody else: it
// compares Edge-Secret, and answers with Cache-Control: private, no-store.
import { createRemoteJWKSet, jwtVerify } from 'jose';

let keys;

async function isSupporter(request, { SMALLFAVOR_URL, PUBLISHER }) {
  const pass = /(?:^|;\s*)pass=([^;]+)/.exec(request.headers.get('Cookie') ?? '')?.[1];
  if (!pass) return false;
  keys ??= createRemoteJWKSet(new URL('/.well-known/jwks.json', SMALLFAVOR_URL), {
    cacheMaxAge: 300_000,
  });
  const rules = { issuer: SMALLFAVOR_URL, audience: PUBLISHER, algorithms: ['EdDSA'] };
  return jwtVerify(pass, keys, { ...rules, requiredClaims: ['exp'] }).then(
    () => true,
    () => false,
  );
}

export default {
  async fetch(request, env) {
    const { pathname, search } = new URL(request.url);
    const onward = new Request(new URL(pathname + search, env.ORIGIN), request);
    // Set in any case: a reader who sends the header too is overruled.
    onward.headers.set('Wall-Reader', (await isSupporter(request, env)) ? 'supporter' : 'stranger');
    onward.headers.set('Edge-Secret', env.EDGE_SECRET);
    onward.headers.delete('Cookie');
    return fetch(onward);
  },
};
