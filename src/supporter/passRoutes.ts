import express, { type Request, type Router } from 'express';
import { SignJWT } from 'jose';
import { countsUntil } from '../giving/gift.ts';
import { type Clock, plusMs, toUnixSeconds } from '../ground/clock.ts';
import type { Limiter } from '../ground/limiter.ts';
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
    res.status(201).set('Cache-Control', 'no-store').json({ pass, expiresAt });
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
