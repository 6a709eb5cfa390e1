import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSecrets } from '../../src/ground/secrets.ts';
import type { Queryable } from '../../src/ground/sql.ts';
import { createEventBodies } from '../../src/webhooks/eventBodies.ts';
import { createKeeper } from '../../src/webhooks/keepTogether.ts';
import { eachDatabase } from '../harness/databases.ts';

const bodies = createEventBodies(createSecrets('a secret for events that come together'));

const anEvent = (id: string, type = 'invoice.paid') => ({
  id,
  type,
  publisher: 'moscow-times',
  account: null,
  apiVersion: '2026-10-28.endive',
  livemode: false,
  created: new Date('2026-11-01T10:00:00Z'),
  receivedAt: new Date('2026-11-01T10:00:01Z'),
  body: Buffer.from(JSON.stringify({ id, type, data: { object: { id: 'in_1' } } })),
});

eachDatabase('events that come together', (database) => {
  let rounds = 0;
  const keeper = () => {
    let statements = 0;
    const query: Queryable['query'] = (text, values) => {
      statements += 1;
      return database().query(text, values);
    };
    return { keep: createKeeper({ db: { query }, bodies }), statements: () => statements };
  };

  test('are each kept once, are new once, and are counted as often as they came', async () => {
    const comings = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 90 });
    await fc.assert(
      fc.asyncProperty(comings, async (numbers) => {
        rounds += 1;
        const { keep } = keeper();
        const ids = numbers.map((number) => `evt_${rounds}x${number}`);
        const answers = await Promise.all(ids.map(async (id) => [id, await keep(anEvent(id))]));
        const wanted = new Map<string, number>();
        for (const id of ids) wanted.set(id, (wanted.get(id) ?? 0) + 1);
        const { rows } = await database().query<{ id: string; deliveries: number }>(
          'select id, deliveries from event where id = any($1::text[])',
          [ids],
        );
        expect(new Map(rows.map(({ id, deliveries }) => [id, deliveries]))).toEqual(wanted);
        const news = answers.filter(([, isNew]) => isNew).map(([id]) => id);
        expect(news.sort()).toEqual([...wanted.keys()].sort());
      }),
      { numRuns: 15 },
    );
  });

  test('share a statement while the one before is written', async () => {
    const { keep, statements } = keeper();
    const ids = Array.from({ length: 100 }, (_, i) => `evt_shared${i}`);
    expect(await Promise.all(ids.map((id) => keep(anEvent(id))))).toEqual(ids.map(() => true));
    expect(statements()).toBeLessThanOrEqual(5);
  });

  test('do not fail because one of them cannot be stored', async () => {
    const { keep } = keeper();
    const types = ['invoice.paid', 'invoice.paid', 'no\u0000text', 'invoice.paid', 'invoice.paid'];
    const ends = await Promise.allSettled(
      types.map((type, i) => keep(anEvent(`evt_beside${i}`, type))),
    );
    expect(ends.map(({ status }) => status)).toEqual(
      types.map((type) => (type === 'invoice.paid' ? 'fulfilled' : 'rejected')),
    );
    const { rows } = await database().query("select id from event where id like 'evt_beside%'");
    expect(rows).toHaveLength(4);
  });

  test('all fail where the database does, and may come again', async () => {
    let isDown = true;
    const query: Queryable['query'] = (text, values) =>
      isDown ? Promise.reject(new Error('no connection')) : database().query(text, values);
    const keep = createKeeper({ db: { query }, bodies });
    const events = Array.from({ length: 5 }, (_, i) => anEvent(`evt_again${i}`));
    const first = await Promise.allSettled(events.map(keep));
    expect(first.every(({ status }) => status === 'rejected')).toBe(true);
    isDown = false;
    expect(await Promise.all(events.map(keep))).toEqual(events.map(() => true));
  });
});
