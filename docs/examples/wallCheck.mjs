// Beside nginx (see wall.nginx.conf): says of each request whether a supporter reads. It sends no article itself.
// SMALLFAVOR_URL=https://give.example PUBLISHER=my-paper PORT=8010 node wallCheck.mjs
import { createServer } from 'node:http';
import { createRemoteJWKSet, jwtVerify } from 'jose';

const { SMALLFAVOR_URL, PUBLISHER, PORT } = process.env;
const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', SMALLFAVOR_URL), {
  cacheMaxAge: 300_000,
});
const rules = { issuer: SMALLFAVOR_URL, audience: PUBLISHER, algorithms: ['EdDSA'] };

createServer(async (request, response) => {
  const pass = /(?:^|;\s*)pass=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
  const isSupporter = await jwtVerify(pass, keys, { ...rules, requiredClaims: ['exp'] }).then(
    () => true,
    () => false,
  );
  response.writeHead(204, { 'Wall-Reader': isSupporter ? 'supporter' : 'stranger' }).end();
}).listen(Number(PORT), '127.0.0.1');
