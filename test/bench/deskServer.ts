// The service at a database, without its background work, with somebody of finance signed in. Its parent asks what memory it had.
import { join } from 'node:path';
import { beginSession } from '../../src/console/sessionStore.ts';
import { addStaff } from '../../src/console/staffStore.ts';
import { furnishedHouse } from '../../src/furnishedHouse.ts';
import { readConfig } from '../../src/ground/config.ts';
import { createHttpServer, listen, portOf } from '../../src/ground/http.ts';
import { createLog } from '../../src/ground/log.ts';
import { createMetrics } from '../../src/ground/metrics.ts';
import { routesOf } from '../../src/routesOf.ts';
import { stripeKeys } from './stripeKeys.ts';

/** What it says first: where it is, and what opens its doors to programs and to people. */
export interface Desk {
  readonly port: number;
  readonly token: string;
  readonly cookie: string;
}

/** What it says of itself when asked: megabytes of memory now, and the most it ever held. */
export interface Memory {
  readonly now: number;
  readonly most: number;
}

const [databaseUrl] = process.argv.slice(2) as [string];
const token = 'token-of-the-bench-of-no-use-elsewhere';
const config = readConfig({
  ...stripeKeys,
  CONFIG_DIR: join(import.meta.dirname, '../../config'),
  DATABASE_URL: databaseUrl,
  APP_SECRET: 'secret of the bench, of no use elsewhere',
});
const log = createLog('info', { write: () => {} });
const rooms = await furnishedHouse(config, { log, metrics: createMetrics() });
const { db } = rooms.stores;
const now = new Date();
const staffId = await addStaff(db, { name: `bench-${process.pid}`, role: 'finance', at: now });
const session = await beginSession(db, { staffId: staffId!, client: 'bench', now });
const server = createHttpServer(
  routesOf({
    rooms,
    assetsDir: 'dist/widget',
    financeTokens: [token],
    sandboxUrl: undefined,
    phase: () => 'ready',
  }),
);
await listen(server, 0, '127.0.0.1');
process.on('message', () => {
  const { rss } = process.memoryUsage();
  const most = process.resourceUsage().maxRSS / 1024;
  process.send!({ now: rss / 1_048_576, most } satisfies Memory);
});
process.send!({
  port: portOf(server),
  token,
  cookie: `smallfavor_session=${session}`,
} satisfies Desk);
process.on('disconnect', () => process.exit(0));
