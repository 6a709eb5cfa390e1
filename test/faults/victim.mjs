// The whole service in a process of its own, which kills itself, as the kernel would, at the n-th step of its writing.
// Run by node alone, on the built files: KILL_AT=<n> node victim.mjs
import { buildApp } from '../../dist/app.js';
import { readConfig } from '../../dist/ground/config.js';
import { createLog } from '../../dist/ground/log.js';

const killAt = Number(process.env.KILL_AT);
const ours = /\b(event|event_attempt|pledge|gift|transfer|entry)\b/;
let steps = 0;

/** One more moment at which a process can die. The parent hears of each, so that it knows how many there are. */
function step() {
  steps += 1;
  if (steps === killAt) process.kill(process.pid, 'SIGKILL');
  process.send?.({ steps });
}

const watch = (queryable) => ({
  ...queryable,
  async query(text, values) {
    if (!ours.test(text)) return queryable.query(text, values);
    step();
    const result = await queryable.query(text, values);
    step();
    return result;
  },
});

const stores = (opened) => ({
  ...opened,
  db: {
    ...watch(opened.db),
    async transaction(work) {
      let wrote = false;
      const result = await opened.db.transaction(async (tx) => {
        const before = steps;
        const made = await work(watch(tx));
        wrote = steps > before;
        if (wrote) step(); // all is written, nothing committed
        return made;
      });
      if (wrote) step(); // committed, and nobody knows yet
      return result;
    },
  },
});

const app = await buildApp(readConfig(process.env), {
  stores,
  log: createLog('silent'),
  leaseS: 1,
});
await app.start();
process.send?.({ ready: true });
process.on('SIGTERM', () => void app.stop().then(() => process.exit(0)));
