import express, { type Request, type Router } from 'express';
import { z } from 'zod';
import type { Keyvalue } from './ground/keyvalue.ts';
import type { Log } from './ground/log.ts';
import type { Metrics } from './ground/metrics.ts';
import { json, type Operation } from './ground/operation.ts';
import { Problem } from './ground/problem.ts';
import { sameSecret } from './ground/secrets.ts';
import type { Database } from './ground/sql.ts';
import { withinMs } from './ground/withinMs.ts';

const phases = ['starting', 'ready', 'stopping'] as const;
export type Phase = (typeof phases)[number];

const aliveSchema = z.strictObject({ status: z.literal('ok') });
const checkedSchema = z.enum(['ok', 'does not answer']);
const readinessSchema = z
  .strictObject({
    status: z.enum(['ready', 'degraded', 'not ready']),
    phase: z.enum(phases),
    checks: z.strictObject({ database: checkedSchema, keyvalue: checkedSchema }),
  })
  .meta({ id: 'Readiness' });

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
async function check(
  log: Log,
  part: string,
  asked: Promise<unknown>,
): Promise<z.output<typeof checkedSchema>> {
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
    res
      .set('Cache-Control', 'no-store')
      .json({ status: 'ok' } satisfies z.output<typeof aliveSchema>);
  });

  router.get('/readyz', async (_req, res) => {
    const [database, store] = await Promise.all([
      check(log, 'database', db.query('select 1')),
      check(log, 'keyvalue', keyvalue.ping()),
    ]);
    // Without the key-value store readers are served and gifts are taken, so it is named but takes nobody out of service.
    const ready = phase() === 'ready' && database === 'ok';
    res.status(ready ? 200 : 503).set('Cache-Control', 'no-store');
    const answer: z.output<typeof readinessSchema> = {
      status: ready ? (store === 'ok' ? 'ready' : 'degraded') : 'not ready',
      phase: phase(),
      checks: { database, keyvalue: store },
    };
    res.json(answer);
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

export const healthOperations: Operation[] = [
  {
    id: 'isAlive',
    method: 'get',
    path: '/healthz',
    section: 'Operation',
    summary: 'Whether the process lives',
    answers: { 200: json(aliveSchema, 'It does.') },
  },
  {
    id: 'isReady',
    method: 'get',
    path: '/readyz',
    section: 'Operation',
    summary: 'Whether it can serve, and what does not answer',
    about: 'Without the key-value store readers are served and gifts are taken: that is degraded.',
    answers: {
      200: json(readinessSchema, 'Ready or degraded.'),
      503: json(readinessSchema, 'Not ready.'),
    },
  },
  {
    id: 'readMetrics',
    method: 'get',
    path: '/metrics',
    section: 'Operation',
    key: 'metrics',
    summary: 'Numbers, as Prometheus reads them',
    about: 'Without a METRICS_TOKEN it answers this machine alone, and asks it for no key.',
    answers: { 200: { says: 'The numbers.', type: 'text/plain' } },
  },
];
