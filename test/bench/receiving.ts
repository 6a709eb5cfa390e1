import { openPostgres } from '../../src/ground/postgres.ts';
import { median } from './median.ts';
import type { Bench, Figure } from './section.ts';
import { deliver, deliverAll, signedEvent } from './signedEvents.ts';
import { startProgram } from './startProgram.ts';

const doublings = 10;

async function rowsOfDoubled(url: string, port: number, count: number) {
  const events = Array.from({ length: count }, signedEvent);
  for (const event of events)
    await Promise.all(Array.from({ length: doublings }, () => deliver(port, event)));
  const db = openPostgres({ url, onError: () => {} });
  const { rows } = await db.query<{ events: number; deliveries: number }>(
    'select count(*)::int as events, coalesce(sum(deliveries), 0)::int as deliveries from event where id = any($1)',
    [events.map(({ id }) => id)],
  );
  await db.close();
  return { events: rows[0]!.events / count, deliveries: rows[0]!.deliveries / count };
}

/** Signed events taken in by our whole service, beside the least that could be right: both durable on the same PostgreSQL. */
export async function receiving(bench: Bench): Promise<Figure[]> {
  const [rounds, each] = [bench.sized(9, 1), bench.sized(2000, 20)];
  const [oursAt, bareAt] = [await bench.database(), await bench.database()];
  const [ours, bare] = [
    await startProgram<{ port: number }>('receivers.ts', ['ours', oursAt.url]),
    await startProgram<{ port: number }>('receivers.ts', ['bare', bareAt.url]),
  ];
  const rate = (port: number) => deliverAll(port, Array.from({ length: each }, signedEvent));
  const rates: { ours: number; bare: number }[] = [];
  try {
    await Promise.all([rate(ours.said.port), rate(bare.said.port)]);
    for (let round = 0; round < rounds; round += 1) {
      // Which goes first takes turns: what else the machine does meets both.
      const isOursFirst = round % 2 === 0;
      const first = await rate((isOursFirst ? ours : bare).said.port);
      const second = await rate((isOursFirst ? bare : ours).said.port);
      rates.push(isOursFirst ? { ours: first, bare: second } : { ours: second, bare: first });
    }
    const doubled = await rowsOfDoubled(oursAt.url, ours.said.port, bench.sized(200, 5));
    return [
      {
        what: `ours beside bare, ${rounds} rounds of ${each} events`,
        value: median(rates.map((one) => one.ours / one.bare)),
        unit: '×',
        wanted: { atLeast: 0.5 },
      },
      { what: 'ours', value: median(rates.map((one) => one.ours)), unit: '/s' },
      { what: 'bare', value: median(rates.map((one) => one.bare)), unit: '/s' },
      {
        what: `rows of one event delivered ${doublings} times at once`,
        value: doubled.events,
        unit: '',
        wanted: { atMost: 1 },
      },
      { what: 'deliveries counted', value: doubled.deliveries, unit: '', wanted: { atLeast: 10 } },
    ];
  } finally {
    await Promise.all([ours.stop(), bare.stop()]);
  }
}
