import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';

export interface Client {
  readonly id: string;
  readonly secret: string;
  readonly back: string;
}

/**
 * An organisation's OpenID provider at an address, with one client and its own sign-in form, which believes whatever name
 * is typed into it. It starts down; each name is a subject, whose e-mail address nobody has verified.
 */
export async function identityProvider(issuer: string, { id, secret, back }: Client) {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const provider = new Provider(issuer, {
    clients: [{ client_id: id, client_secret: secret, redirect_uris: [back] }],
    jwks: { keys: [await exportJWK(privateKey)] },
    cookies: { keys: ['of the tests, of no use elsewhere'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    features: { devInteractions: { enabled: true } },
    findAccount: (_context: unknown, sub: string) => ({
      accountId: sub,
      claims: () => ({ sub, email: `${sub}@example.org`, email_verified: false }),
    }),
  });
  let server: Server | undefined;
  return {
    issuer,
    async start() {
      const answer = provider.callback();
      server = createServer((req, res) => {
        res.setHeader('X-Stand-In', 'yes');
        return answer(req, res);
      });
      server.listen(Number(new URL(issuer).port), '127.0.0.1');
      await once(server, 'listening');
    },
    async stop() {
      server?.closeAllConnections();
      await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
      server = undefined;
    },
  };
}
