// A receiver in a process of its own: our whole service without its background work, or the least that could be right.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { join } from 'node:path';
import pg from 'pg';
import { furnishedHouse } from '../../src/furnishedHouse.ts';
import { readConfig } from '../../src/ground/config.ts';
import { createHttpServer, listen, portOf } from '../../src/ground/http.ts';
import { createLog } from '../../src/ground/log.ts';
import { createMetrics } from '../../src/ground/metrics.ts';
import { routesOf } from '../../src/routesOf.ts';
import { stripeKeys } from './stripeKeys.ts';

const [kind, databaseUrl] = process.argv.slice(2) as [string, string];

async function ours() {
  const config = readConfig({
    ...stripeKeys,
    CONFIG_DIR: join(import.meta.dirname, '../../config'),
    DATABASE_URL: databaseUrl,
    APP_SECRET: 'secret of the bench, of no use elsewhere',
    LOG_LEVEL: 'info',
  });
  // The log is as it is by default, written to nowhere.
  const log = createLog(config.logLevel, { write: () => {} });
  const rooms = await furnishedHouse(config, { log, metrics: createMetrics() });
  const phase = () => 'ready' as const;
  const given = { rooms, assetsDir: 'dist/widget', financeTokens: [], sandboxUrl: undefined };
  return createHttpServer(routesOf({ ...given, phase }));
}

async function bare() {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
  await pool.query('create table if not exists bare (id text primary key, body bytea not null)');
  return createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk) => chunks.push(chunk));
    req.on('end', async () => {
      const body = Buffer.concat(chunks);
      const header = String(req.headers['stripe-signature']);
      const [, t, v1] = /^t=(\d+),v1=([0-9a-f]+)/.exec(header) ?? [];
      const hmac = createHmac('sha256', stripeKeys.STRIPE_WEBHOOK_SECRETS);
      const wanted = hmac.update(`${t}.`).update(body).digest();
      if (!v1 || !timingSafeEqual(wanted, Buffer.from(v1, 'hex')))
        return void res.writeHead(400).end();
      const { id } = JSON.parse(body.toString('utf8'));
      await pool.query('insert into bare (id, body) values ($1, $2) on conflict do nothing', [
        id,
        body,
      ]);
      res.writeHead(200, { 'Content-Type': 'application/json' }).end('{"received":true}');
    });
  });
}

const server = kind === 'ours' ? await ours() : await bare();
await listen(server, 0, '127.0.0.1');
process.send!({ port: portOf(server) });
process.on('disconnect', () => process.exit(0));
