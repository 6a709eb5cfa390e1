import { describe, expect, test } from 'vitest';
import { createObjectCache } from '../../src/sandbox/store/objectCache.ts';
import type { KeptRow } from '../../src/sandbox/store/objectTable.ts';
import { eachDatabase } from '../harness/databases.ts';
import { givenSandbox } from './givenSandbox.ts';

const row = (id: string, differs: Partial<KeptRow> = {}): KeptRow => ({
  id,
  type: 'customer',
  created: 1,
  refs: [],
  text: '{}',
  hidden: null,
  ...differs,
});

describe('what is remembered of a database that nobody else writes', () => {
  test('is what was committed, and not what was read before something was written', () => {
    const cache = createObjectCache();
    const asOf = cache.asOf();
    cache.forget('acct_1', [row('cus_1')]);
    cache.remember('acct_1', [row('cus_1', { text: 'old' })], asOf);
    expect(cache.find('acct_1', 'cus_1')).toBeUndefined();
    cache.remember('acct_1', [row('cus_1', { text: 'new' })], cache.asOf());
    expect(cache.find('acct_1', 'cus_1')?.text).toBe('new');
    expect(cache.find('acct_2', 'cus_1')).toBeUndefined();
    // It is about to be written: by whom, and whether it will be, is not known here.
    cache.forget('acct_1', [row('cus_1')]);
    expect(cache.find('acct_1', 'cus_1')).toBeUndefined();
  });

  test('has an end: what was used longest ago goes first', () => {
    const cache = createObjectCache(30);
    const remember = (id: string) =>
      cache.remember('acct_1', [row(id, { text: 'x'.repeat(10) })], cache.asOf());
    for (const id of ['a', 'b', 'c']) remember(id);
    cache.find('acct_1', 'a');
    remember('d');
    const left = ['a', 'b', 'c', 'd'].filter((id) => cache.find('acct_1', id));
    expect(left).toEqual(['a', 'c', 'd']);
  });

  test('is made of all of a type again once one of them is written or removed', async () => {
    const cache = createObjectCache();
    let made = 0;
    const ask = () =>
      cache.ofAll('acct_1', 'webhook_endpoint', async () => {
        made += 1;
        return made;
      });
    expect([await ask(), await ask()]).toEqual([1, 1]);
    cache.forget('acct_1', [row('cus_1')]);
    expect(await ask()).toBe(1);
    cache.forget('acct_1', [row('we_1', { type: 'deleted webhook_endpoint' })]);
    expect(await ask()).toBe(2);
  });
});

eachDatabase('an object that many change and read at once', (database) => {
  const given = givenSandbox(database);

  test('is for everybody what was written last', async () => {
    const { stripe } = given();
    const { id } = await stripe.customers.create({ metadata: { count: 0 } });
    const seen: number[] = [];
    await Promise.all(
      Array.from({ length: 30 }, async (_, i) => {
        await stripe.customers.update(id, { metadata: { [`by${i}`]: 'me' } });
        const { metadata } = (await stripe.customers.retrieve(id)) as { metadata: object };
        expect(metadata).toHaveProperty(`by${i}`, 'me');
        seen.push(Object.keys(metadata).length);
      }),
    );
    expect(seen).toHaveLength(30);
    const last = (await stripe.customers.retrieve(id)) as { metadata: object };
    expect(Object.keys(last.metadata)).toHaveLength(31);
  });

  test('is as it was where a change is undone, for those who read meanwhile too', async () => {
    const { stripe } = given();
    const { id } = await stripe.customers.create({ name: 'A' });
    const keyed = { idempotencyKey: 'name' };
    await stripe.customers.update(id, { name: 'B' }, keyed);
    // What it asked for is done, and undone: its key has another answer.
    const refused = stripe.customers.update(id, { name: 'C' }, keyed);
    const names = Array.from(
      { length: 10 },
      async () => (await stripe.customers.retrieve(id)) as { name: string },
    );
    await expect(refused).rejects.toMatchObject({ type: 'StripeIdempotencyError' });
    names.push(stripe.customers.retrieve(id) as never);
    expect(new Set((await Promise.all(names)).map(({ name }) => name))).toEqual(new Set(['B']));
  });
});
