import express, { type Request, type Router } from 'express';
import { SignJWT } from 'jose';
import { z } from 'zod';
import { countsUntil } from '../giving/gift.ts';
import { type Clock, plusMs, toUnixSeconds } from '../ground/clock.ts';
import type { Limiter } from '../ground/limiter.ts';
import { json, type Operation, readerProblems } from '../ground/operation.ts';
import { Problem } from '../ground/problem.ts';
import { findPublisher, type Publishers } from '../ground/readPublishers.ts';
import type { Secrets } from '../ground/secrets.ts';
import type { Database } from '../ground/sql.ts';
import { giftOfBearer } from './gate.ts';
import { keysLifeS, type PassKeys } from './passKeys.ts';

export interface PassRoutesDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly publishers: Publishers;
  readonly publicUrl: string;
  readonly passKeys: PassKeys;
  readonly limiter: Limiter;
}

const passLifeMs = 10 * 60_000;

const issued = z.strictObject({
  pass: z.string().describe('a JWT (EdDSA) whose `aud` is the publisher; its `sub` names nobody'),
  expiresAt: z.date(),
});
const shownKeys = z.strictObject({
  keys: z.array(
    z.strictObject({
      kty: z.literal('OKP'),
      crv: z.literal('Ed25519'),
      x: z.string(),
      kid: z.string(),
      alg: z.literal('EdDSA'),
      use: z.literal('sig'),
    }),
  ),
});

/** POST of P/passes; mount at /v1/publishers. A pass says that its bearer supports this publisher, and nothing of who that is. */
export function passRoutes(dependencies: PassRoutesDependencies): Router {
  const { db, clock, secrets, publishers, publicUrl, passKeys, limiter } = dependencies;
  const router = express.Router();
  router.post('/:publisher/passes', async (req: Request<{ publisher: string }>, res) => {
    const publisher = findPublisher(publishers, req.params.publisher);
    await limiter.take(req.ip ?? 'unknown');
    const gift = await giftOfBearer(db, req as Request, publisher);
    const now = clock.now();
    const until = countsUntil(gift, publisher);
    const latest = plusMs(now, passLifeMs);
    const expiresAt = until instanceof Date && until < latest ? until : latest;
    if (until === null || expiresAt <= now) throw new Problem('not_a_supporter');
    const { id, algorithm, key } = await passKeys.signing();
    const pass = await new SignJWT({})
      .setProtectedHeader({ alg: algorithm, kid: id, typ: 'JWT' })
      .setIssuer(publicUrl)
      .setAudience(publisher.id)
      // Another with each publisher: passes cannot be used to follow somebody from one to the next.
      .setSubject(secrets.mac('pass subject', `${publisher.id}:${gift.id}`).slice(0, 22))
      .setIssuedAt(toUnixSeconds(now))
      .setExpirationTime(toUnixSeconds(expiresAt))
      .sign(key);
    const answer: z.output<typeof issued> = { pass, expiresAt };
    res.status(201).set('Cache-Control', 'no-store').json(answer);
  });
  return router;
}

/** GET of /.well-known/jwks.json; mount at the root. */
export function passKeyRoutes({ passKeys }: { passKeys: PassKeys }): Router {
  const router = express.Router();
  router.get('/.well-known/jwks.json', async (_req, res) => {
    res.set({
      'Cache-Control': `public, max-age=${keysLifeS}`,
      'Access-Control-Allow-Origin': '*',
    });
    res.json({ keys: await passKeys.shown() });
  });
  return router;
}

export const passOperations: Operation[] = [
  {
    id: 'issuePass',
    method: 'post',
    path: '/v1/publishers/:publisher/passes',
    section: 'Supporters',
    key: 'supporter',
    summary: 'Gives a pass for the publisher’s own server',
    about: 'It lives ten minutes at most. Check it with the keys below; see docs/wall.md.',
    answers: { 201: json(issued, 'A pass.') },
    problems: ['not_a_supporter', ...readerProblems, 'store_unavailable'],
  },
  {
    id: 'readPassKeys',
    method: 'get',
    path: '/.well-known/jwks.json',
    section: 'Supporters',
    summary: 'Shows the keys with which passes are checked',
    about: `May be kept for ${keysLifeS} seconds: a new key is shown for twice that before it signs.`,
    answers: { 200: json(shownKeys, 'A JSON Web Key Set (RFC 7517).') },
  },
];
