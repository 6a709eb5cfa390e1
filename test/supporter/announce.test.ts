import { expect, test } from 'vitest';
import { savePaymentAttempt } from '../../src/giving/paymentAttempt.ts';
import { plusMs } from '../../src/ground/clock.ts';
import { createAnnounce } from '../../src/supporter/announce.ts';
import { eachDatabase } from '../harness/databases.ts';
import { fakeClock } from '../harness/fakeClock.ts';
import { givenPublisher } from '../harness/givenPublisher.ts';

const dayMs = 86_400_000;

eachDatabase('letters about a renewal that fails', (database) => {
  let papers = 0;

  /** A gift whose renewal failed just now, of a publisher who has Stripe try four times and grants two months of grace. */
  async function givenFailing(differs: { graceDays?: number } = {}) {
    const id = `paper-${++papers}`;
    const clock = fakeClock('2026-11-24T12:00:00Z');
    const publisher = givenPublisher({ id, paymentAttempts: 4, graceDays: 60, ...differs });
    const db = database();
    const [gift, pledge] = [`gft_${id}`, `chk_${id}`];
    await db.query(
      `insert into pledge (id, publisher, frequency, amount, currency, status, created_at, closed_at)
       values ($1, $2, 'monthly', 500, 'usd', 'complete', $3, $3)`,
      [pledge, id, clock.now()],
    );
    await db.query(
      `insert into gift (id, publisher, pledge_id, frequency, amount, currency, status, subscription_id, started_at, paid_until, read_at)
       values ($1, $2, $3, 'monthly', 500, 'usd', 'past_due', 'sub_' || $1, $4, $5, $5)`,
      [gift, id, pledge, plusMs(clock.now(), -31 * dayMs), clock.now()],
    );
    const announce = createAnnounce({ db, clock, publishers: new Map([[id, publisher]]) });
    return {
      clock,
      /** Stripe has tried so often, and does so again in some days or not at all. */
      tried: (made: number, inDays: number | null) =>
        db.transaction((tx) =>
          savePaymentAttempt(tx, {
            giftId: gift,
            made,
            nextAt: inDays === null ? null : plusMs(clock.now(), inDays * dayMs),
            readAt: clock.now(),
          }),
        ),
      /** Letters that are ordered, by the day on which they are due. */
      async ordered(): Promise<string[]> {
        await announce();
        await announce();
        const { rows } = await db.query<{ facts: { last?: boolean }; due_at: Date }>(
          'select facts, due_at from post where about = $1 order by due_at, facts::text desc',
          [gift],
        );
        return rows.map(
          ({ facts, due_at }) => `${due_at.toISOString().slice(0, 10)}${facts.last ? ' last' : ''}`,
        );
      },
    };
  }

  test('come at once, and once more days before the last try, by Stripe’s own schedule', async () => {
    const { clock, tried, ordered } = await givenFailing();
    await tried(1, 3);
    expect(await ordered()).toEqual(['2026-11-24']);
    clock.advance({ days: 3 });
    await tried(2, 5);
    expect(await ordered()).toEqual(['2026-11-24']);
    clock.advance({ days: 5 });
    await tried(3, 7);
    expect(await ordered()).toEqual(['2026-11-24', '2026-12-06 last']);
    clock.advance({ days: 7 });
    await tried(4, null);
    expect(await ordered()).toEqual(['2026-11-24', '2026-12-06 last']);
  });

  test('come at once where the last try is near', async () => {
    const { tried, ordered } = await givenFailing();
    await tried(3, 1);
    expect(await ordered()).toEqual(['2026-11-24', '2026-11-24 last']);
  });

  test('do not go by the tries of a renewal that is over', async () => {
    const { clock, tried, ordered } = await givenFailing();
    await tried(3, 1);
    clock.advance({ days: 2 });
    expect(await ordered()).toEqual(['2026-11-26']);
  });

  test('come before the grace ends at the latest', async () => {
    const { clock, tried, ordered } = await givenFailing({ graceDays: 5 });
    await tried(1, 20);
    clock.advance({ days: 2, minutes: 1 });
    expect(await ordered()).toEqual(['2026-11-26', '2026-11-26 last']);
  });
});
