import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { createRequestKeys } from '../../src/sandbox/wire/requestKeys.ts';
import { eachDatabase } from '../harness/databases.ts';
import { givenSandbox } from './givenSandbox.ts';

const post = (url: string, key: string, body: string) =>
  fetch(`${url}/v1/products`, {
    method: 'POST',
    body,
    headers: { authorization: 'Bearer sk_test_idempotency', 'idempotency-key': key },
  });

eachDatabase('an idempotency key', (database) => {
  const given = givenSandbox(database);

  test('replays its first answer to the same request', async () => {
    const { stripe } = given();
    const options = { idempotencyKey: 'product:1' };
    const first = await stripe.products.create({ name: 'Gift' }, options);
    const second = await stripe.products.create({ name: 'Gift' }, options);
    expect(second.id).toBe(first.id);
    const headers = second.lastResponse.headers as Record<string, string>;
    expect(headers['idempotent-replayed']).toBe('true');
    expect(headers['original-request']).toBe(first.lastResponse.requestId);
    expect((await stripe.products.list()).data).toHaveLength(1);
  });

  test('is refused for other parameters', async () => {
    const { stripe } = given();
    const options = { idempotencyKey: 'product:1' };
    await stripe.products.create({ name: 'Gift' }, options);
    await expect(stripe.products.create({ name: 'Another' }, options)).rejects.toMatchObject({
      type: 'StripeIdempotencyError',
      statusCode: 400,
    });
  });

  test('is for the same parameters in whatever order', async () => {
    const { url } = given();
    const first = await post(url, 'order', 'name=Gift&metadata[a]=1&metadata[b]=2');
    const second = await post(url, 'order', 'metadata[b]=2&metadata[a]=1&name=Gift');
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(await second.text()).toBe(await first.text());
    expect((await post(url, 'order', 'name=Gift&metadata[a]=2&metadata[b]=1')).status).toBe(400);
  });

  test('belongs to one account', async () => {
    const { stripe, client } = given();
    const options = { idempotencyKey: 'product:1' };
    await stripe.products.create({ name: 'Gift' }, options);
    const other = await client('sk_test_somebody_else').products.create({ name: 'Other' }, options);
    expect(other.name).toBe('Other');
  });

  test('is forgotten after a day', async () => {
    const { stripe, clock } = given();
    const options = { idempotencyKey: 'product:1' };
    await stripe.products.create({ name: 'Gift' }, options);
    clock.advance({ hours: 25 });
    expect((await stripe.products.create({ name: 'Another' }, options)).name).toBe('Another');
  });

  test('may be used again after a refusal that did nothing', async () => {
    const { stripe } = given();
    const options = { idempotencyKey: 'product:1' };
    await expect(stripe.products.create({ name: '' }, options)).rejects.toThrow();
    expect((await stripe.products.create({ name: 'Gift' }, options)).name).toBe('Gift');
  });

  test('replays its first answer, even where the same would be refused by now', async () => {
    const { stripe } = given();
    const { id } = await stripe.products.create(
      { id: 'only_once', name: 'Gift' },
      { idempotencyKey: 'a' },
    );
    const again = await stripe.products.create({ id, name: 'Gift' }, { idempotencyKey: 'a' });
    expect(again.lastResponse.headers).toMatchObject({ 'idempotent-replayed': 'true' });
    await expect(
      stripe.products.create({ id, name: 'Gift' }, { idempotencyKey: 'b' }),
    ).rejects.toMatchObject({
      code: 'resource_already_exists',
    });
  });

  test('is written with its work: two processes that work on the same request leave one answer', async () => {
    const { clock } = given();
    const keys = createRequestKeys({ database: database(), clock });
    const asked = { account: 'acct_two', key: 'two', fingerprint: 'same' };
    const [first, second] = [
      { ...asked, request: 'req_1' },
      { ...asked, request: 'req_2' },
    ];
    const answer = { status: 200, body: '{}' };
    expect(await keys.find(first)).toBeUndefined();
    await database().transaction(async (tx) => keys.keep(tx, first, answer));
    const late = database().transaction(async (tx) =>
      keys.keep(tx, second, { status: 402, body: '{"other":1}' }),
    );
    expect(keys.isTaken(await late.catch((error: unknown) => error))).toBe(true);
    expect(await keys.find(second)).toEqual({ ...answer, request: 'req_1' });
    clock.advance({ days: 1, ms: 1 });
    expect(await keys.find(second)).toBeUndefined();
    await keys.prune();
    await database().transaction(async (tx) => keys.keep(tx, second, answer));
    expect(await keys.find(second)).toEqual({ ...answer, request: 'req_2' });
  });

  test('lets one of many simultaneous requests through; the rest conflict or see its answer', async () => {
    const { url } = given();
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const answer = await post(url, 'same', 'name=Gift');
        return { status: answer.status, body: (await answer.json()) as Stripe.Product };
      }),
    );
    const made = answers.filter(({ status }) => status === 200);
    expect(new Set(made.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
  });
});
