// A process that does nothing but work the inbox, from when its parent says so until it is killed.
import { furnishedHouse } from '../../src/furnishedHouse.ts';
import { createLog } from '../../src/ground/log.ts';
import { createMetrics } from '../../src/ground/metrics.ts';
import { drainConfig } from './drainConfig.ts';

const [databaseUrl, stripeUrl] = process.argv.slice(2) as [string, string];
const log = createLog('info', { write: () => {} });
const rooms = await furnishedHouse(drainConfig(databaseUrl, stripeUrl), {
  log,
  metrics: createMetrics(),
});
process.on('message', () => rooms.drain.start());
process.on('disconnect', () => process.exit(0));
process.send!({ isReady: true });
