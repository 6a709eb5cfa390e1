import type Stripe from 'stripe';
import { expect, test } from 'vitest';
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
