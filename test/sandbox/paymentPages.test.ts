import { expect, test } from 'vitest';
import { eachDatabase } from '../harness/databases.ts';
import { giftSession, givenSandbox } from './givenSandbox.ts';

eachDatabase('a session’s payment page', (database) => {
  const given = givenSandbox(database);

  test('is paid by a tool only for the amount that it expects, and once', async () => {
    const { stripe, url, client } = given();
    const key = `sk_test_tool${Math.random().toString(36).slice(2)}`;
    const session = await giftSession(client(key), { mode: 'payment' });
    const confirm = (expected_amount: string, payment_method = 'pm_card_visa') =>
      fetch(`${url}/v1/payment_pages/${session.id}/confirm`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}` },
        body: new URLSearchParams({ expected_amount, payment_method }),
      });
    expect((await confirm('100')).status).toBe(400);
    expect((await confirm('200', 'pm_card_chargeDeclined')).status).toBe(402);
    expect((await confirm('200')).status).toBe(200);
    expect((await confirm('200')).status).toBe(400);
    const { payment_intent: intent } = await client(key).checkout.sessions.retrieve(session.id);
    const charges = await client(key).charges.list({ payment_intent: intent as string });
    expect(charges.data.map(({ status }) => status)).toEqual(['succeeded', 'failed']);
    expect((await stripe.charges.list()).data).toEqual([]);
  });
});
