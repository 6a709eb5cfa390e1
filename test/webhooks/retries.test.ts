import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Database } from '../../src/ground/sql.ts';
import { claimEvent, finishEvent, LeaseLost } from '../../src/webhooks/claims.ts';
import { findEvent } from '../../src/webhooks/eventStore.ts';
import { requeueEvent } from '../../src/webhooks/inbox.ts';
import { lastingAfter, retryInS } from '../../src/webhooks/pace.ts';
import { eachDatabase } from '../harness/databases.ts';
import { ours } from '../harness/ours.ts';
import { aMandate, startToldStripe } from '../harness/toldStripe.ts';

let stripe: Awaited<ReturnType<typeof startToldStripe>>;
beforeAll(async () => {
  stripe = await startToldStripe();
});
afterAll(() => stripe?.stop());

let made = 0;
const anEvent = (objectId: string) => {
  made += 1;
  const id = `evt_${made}`;
  const data = { object: { id: objectId } };
  return { id, type: 'mandate.updated', created: 1_790_000_000 + made, livemode: false, data };
};
vi.setConfig({ testTimeout: 120_000 });

eachDatabase('an event that fails', (database) => {
  let house: ReturnType<typeof ours>;
  beforeEach(() => {
    for (const path of Object.keys(stripe.answers)) delete stripe.answers[path];
    house = ours(database(), stripe.url);
    house.drain.start();
  });
  afterEach(async () => {
    await house.drain.stop();
    await database().query("update event set run_at = 'infinity'");
  });
  const find = (id: string) => findEvent(database(), id);
  const until = (id: string, isSo: (event: Awaited<ReturnType<typeof find>>) => boolean) =>
    expect.poll(async () => isSo(await find(id)), { timeout: 100_000 }).toBe(true);
  const secondsToNext = async (id: string) => {
    const { rows } = await database().query<{ wait: number }>(
      'select extract(epoch from run_at - clock_timestamp())::float8 as wait from event where id = $1',
      [id],
    );
    return rows[0]!.wait;
  };
  const dueNow = (id: string) =>
    database().query('update event set run_at = clock_timestamp() where id = $1', [id]);

  test('keeps each error, waits longer each time, and is done once its cause is mended', async () => {
    const event = anEvent('mandate_late');
    await house.keep(event);
    await until(event.id, (one) => one!.tries.length >= 2);
    const failed = (await find(event.id))!;
    expect(failed.status).toBe('received');
    expect(failed.tries[0]).toMatchObject({ number: 1, outcome: 'failed' });
    expect(failed.tries[0]!.error).toContain('resource_missing');
    stripe.answers['mandates/mandate_late'] = aMandate('mandate_late');
    await dueNow(event.id);
    await until(event.id, (one) => one!.status === 'done');
    expect((await find(event.id))!.tries.at(-1)).toMatchObject({ outcome: 'done', error: null });
  });

  test('is told as failed after many attempts, and is tried every day for ever', async () => {
    const event = anEvent('mandate_lasting');
    await house.keep(event);
    await database().query('update event set attempts = $2 where id = $1', [
      event.id,
      lastingAfter - 1,
    ]);
    await until(event.id, (one) => one!.status === 'failed');
    expect(await secondsToNext(event.id)).toBeGreaterThan(80_000);
    expect(await secondsToNext(event.id)).toBeLessThan(87_000);
    await dueNow(event.id);
    // An attempt counts as it begins; what is set before it ended would be overwritten by its end.
    await until(event.id, (one) => one!.tries.at(-1)?.number === lastingAfter + 1);
    expect((await find(event.id))!.status).toBe('failed');
    stripe.answers['mandates/mandate_lasting'] = aMandate('mandate_lasting');
    await dueNow(event.id);
    await until(event.id, (one) => one!.status === 'done');
  });

  test('is tried at once when somebody asks for it', async () => {
    const event = anEvent('mandate_asked');
    await house.keep(event);
    await until(event.id, (one) => one!.tries.length >= 3);
    stripe.answers['mandates/mandate_asked'] = aMandate('mandate_asked');
    expect(await requeueEvent(database(), event.id)).toBe(true);
    await until(event.id, (one) => one!.status === 'done');
  });

  test('holds up no other', async () => {
    stripe.answers['mandates/mandate_good'] = aMandate('mandate_good');
    const poison = Array.from({ length: 12 }, (_, i) => anEvent(`mandate_poison_${i}`));
    const good = anEvent('mandate_good');
    for (const event of [...poison, good]) await house.keep(event);
    await until(good.id, (one) => one!.status === 'done');
  });
});

test('the waits grow from seconds to hours, then are a day', () => {
  expect([1, 2, 5, 10, 14].map(retryInS)).toEqual([2, 4, 32, 1024, 16_384]);
  expect([15, 16, 1000].map(retryInS)).toEqual([86_400, 86_400, 86_400]);
});

eachDatabase('a lease', (database) => {
  const keep = async (db: Database) => {
    const event = anEvent('mandate_leased');
    await ours(db, stripe.url).keep(event);
    return event.id;
  };

  test('is held by one worker; one that died lets it go, and cannot write any more', async () => {
    const id = await keep(database());
    const first = (await claimEvent(database(), 'lease_1', 60))!;
    expect(first).toMatchObject({ id, attempts: 1 });
    expect(await claimEvent(database(), 'lease_2', 60)).toBeUndefined();
    expect(await requeueEvent(database(), id)).toBe(false);
    await database().query(
      "update event set leased_until = clock_timestamp() - interval '1 second', run_at = clock_timestamp() where id = $1",
      [id],
    );
    expect(await claimEvent(database(), 'lease_3', 60)).toMatchObject({ id, attempts: 2 });
    const late = database().transaction((tx) => finishEvent(tx, first, { status: 'done' }));
    await expect(late).rejects.toThrow(LeaseLost);
    await database().query('update event set lease = null, leased_until = null');
  });

  test('that its worker never gave back makes the event wait longer each time', async () => {
    await database().query("update event set run_at = 'infinity'");
    const id = await keep(database());
    const waits: number[] = [];
    for (let death = 0; death < 4; death += 1) {
      expect(await claimEvent(database(), `lease_${death}`, 1)).toMatchObject({ id });
      const { rows } = await database().query<{ wait: number }>(
        'select extract(epoch from run_at - leased_until)::float8 as wait from event where id = $1',
        [id],
      );
      waits.push(Math.round(rows[0]!.wait));
      await database().query(
        "update event set leased_until = now() - interval '1 second', run_at = now() - interval '1 second' where id = $1",
        [id],
      );
    }
    // From the end of the lease, however long we took to look.
    expect(waits).toEqual([1, 2, 4, 8]);
  });
});
