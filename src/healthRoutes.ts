import express, { type Request, type Router } from 'express';
import type { Keyvalue } from './ground/keyvalue.ts';
import type { Log } from './ground/log.ts';
import type { Metrics } from './ground/metrics.ts';
import { Problem } from './ground/problem.ts';
import { sameSecret } from './ground/secrets.ts';
import type { Database } from './ground/sql.ts';
import { withinMs } from './ground/withinMs.ts';

export type Phase = 'starting' | 'ready' | 'stopping';

export interface HealthRoutesDependencies {
  readonly db: Database;
  readonly keyvalue: Keyvalue;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly metricsToken: string | undefined;
  readonly phase: () => Phase;
}

const checkLimitMs = 2000;

/** What broke is for the log alone: whoever asks from outside learns which part does not answer. */
async function check(log: Log, part: string, asked: Promise<unknown>): Promise<string> {
  try {
    await withinMs(checkLimitMs, asked);
    return 'ok';
  } catch (error) {
    log.warn({ part, err: error }, 'not ready');
    return 'does not answer';
  }
}

// A proxy on this machine forwards for others, and says so.
const isFromThisMachine = (req: Request): boolean =>
  /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(req.socket.remoteAddress ?? '') &&
  req.get('X-Forwarded-For') === undefined &&
  req.get('Forwarded') === undefined;

/** For whoever watches the service: is it alive, can it serve, and its numbers. */
export function healthRoutes({
  db,
  log,
  keyvalue,
  metrics,
  metricsToken,
  phase,
}: HealthRoutesDependencies): Router {
  const router = express.Router();

  router.get('/healthz', (_req, res) => {
    res.set('Cache-Control', 'no-store').json({ status: 'ok' });
  });

  router.get('/readyz', async (_req, res) => {
    const [database, store] = await Promise.all([
      check(log, 'database', db.query('select 1')),
      check(log, 'keyvalue', keyvalue.ping()),
    ]);
    // Without the key-value store readers are served and gifts are taken, so it is named but takes nobody out of service.
    const ready = phase() === 'ready' && database === 'ok';
    res.status(ready ? 200 : 503).set('Cache-Control', 'no-store');
    res.json({
      status: ready ? (store === 'ok' ? 'ready' : 'degraded') : 'not ready',
      phase: phase(),
      checks: { database, keyvalue: store },
    });
  });

  router.get('/metrics', async (req, res) => {
    const token = /^Bearer (.+)$/i.exec(req.get('Authorization') ?? '')?.[1];
    const allowed = metricsToken
      ? token !== undefined && sameSecret(token, metricsToken)
      : isFromThisMachine(req);
    if (!allowed) throw new Problem('unauthorized');
    res.set('Cache-Control', 'no-store').type(metrics.registry.contentType);
    res.send(await metrics.registry.metrics());
  });

  return router;
}
