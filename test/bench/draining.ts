import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { furnishedHouse } from '../../src/furnishedHouse.ts';
import { plusMs } from '../../src/ground/clock.ts';
import { createLog } from '../../src/ground/log.ts';
import { createMetrics } from '../../src/ground/metrics.ts';
import { openPostgres } from '../../src/ground/postgres.ts';
import { createHistory } from '../../src/history.ts';
import { databaseNamed, onServer } from '../harness/postgres.ts';
import { drainConfig } from './drainConfig.ts';
import type { Bench, Figure } from './section.ts';
import { startProgram } from './startProgram.ts';

const dayMs = 86_400_000;
/** Stripe's own answers take so long, and more. */
const answersInMs = 50;

/** Real events, each as often as makes the number, in no order. */
const multiply = `
insert into event (id, type, publisher, account, api_version, livemode, created, received_at, body, status, ids, amount, currency, object_id, is_sealed)
select id || '_' || time, type, publisher, account, api_version, livemode, created, received_at, body, 'received', ids, amount, currency, object_id, is_sealed
from event, generate_series(2, 1 + ceil($1::float8 / (select count(*) from event))::int) time order by md5(id || time) limit $1`;

/** A year of the sandbox, with all its events in the inbox and none worked. @returns how many events there really were */
async function receiveYear(url: string, stripeUrl: string, count: number): Promise<number> {
  const rooms = await furnishedHouse(drainConfig(url, stripeUrl), {
    log: createLog('silent'),
    metrics: createMetrics(),
  });
  const { db } = rooms.stores;
  await createHistory(rooms)();
  const [found] = await rooms.books.backfill.run(plusMs(rooms.clock.now(), -400 * dayMs));
  await db.query(multiply, [count]);
  await db.query("delete from event where id !~ '_[0-9]+$'");
  await rooms.stores.close();
  return found!.brought;
}

/** Works so many of the waiting events. @returns events a second */
async function drainRate(
  template: string,
  stripeUrl: string,
  { count, processes }: { count: number; processes: number },
): Promise<number> {
  const name = `drain_${randomBytes(6).toString('hex')}`;
  await onServer(
    databaseNamed(template, 'postgres'),
    `create database ${name} template ${new URL(template).pathname.slice(1)}`,
  );
  const url = databaseNamed(template, name);
  const db = openPostgres({ url, onError: () => {} });
  await db.query(
    'delete from event where sequence not in (select sequence from event order by sequence limit $1)',
    [count],
  );
  await db.query('analyze');
  const workers = await Promise.all(
    Array.from({ length: processes }, () => startProgram('drainServer.ts', [url, stripeUrl])),
  );
  const waiting = async () => {
    const { rows } = await db.query<{ n: number }>(
      "select count(*)::int as n from event where status in ('received', 'failed')",
    );
    return rows[0]!.n;
  };
  const began = performance.now();
  for (const { program } of workers) program.send({});
  while ((await waiting()) > 0) await wait(100);
  const seconds = (performance.now() - began) / 1000;
  await Promise.all(workers.map((worker) => worker.stop()));
  await db.close();
  return count / seconds;
}

/** Working a backlog of events about a year of real gifts at the sandbox: whether more take longer each, and what a second process adds. */
export async function draining(bench: Bench): Promise<Figure[]> {
  const count = bench.sized(20_000, 400);
  const { url } = await bench.database();
  const { program, said } = await startProgram<{ port: number }>('sandboxServers.ts', ['sandbox']);
  bench.atEnd(async () => void program.kill('SIGKILL'));
  const stripeUrl = `http://127.0.0.1:${said.port}`;
  bench.say('a year is played');
  const real = await receiveYear(url, stripeUrl, count);
  const rate = (part: number, processes = 1) => {
    bench.say(`${Math.round(count * part)} events, processes: ${processes}`);
    return drainRate(url, stripeUrl, { count: Math.round(count * part), processes });
  };
  await rate(0.05);
  const [quarter, whole] = [await rate(0.25), await rate(1)];
  const setSlow = (slowMs: number) =>
    fetch(`${stripeUrl}/sandbox/faults`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify({ api: { slowMs } }),
    });
  await setSlow(answersInMs);
  const [one, two] = [await rate(0.1), await rate(0.1, 2)];
  const gone = once(program, 'exit');
  program.send({ isOver: true });
  await gone;
  return [
    { what: 'different events of a year at the sandbox', value: real, unit: '' },
    { what: `one process, ${count} events`, value: whole, unit: '/s' },
    {
      what: `time for each of ${count} beside each of a quarter of them`,
      value: quarter / whole,
      unit: '×',
      wanted: { atMost: 1.25 },
    },
    { what: `one process, answers in ${answersInMs} ms`, value: one, unit: '/s' },
    {
      what: `two processes beside one, answers in ${answersInMs} ms`,
      value: two / one,
      unit: '×',
      wanted: { atLeast: 1.2 },
    },
  ];
}
