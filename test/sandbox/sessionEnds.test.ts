import { expect, test } from 'vitest';
import { eachDatabase } from '../harness/databases.ts';
import { giftSession, givenSandbox, goodCard, typesOf } from './givenSandbox.ts';

const secureCard = { ...goodCard, number: '4000002500003155' };

eachDatabase('the step at the bank, and the end of a session', (database) => {
  const given = givenSandbox(database);

  test('a payment that the bank confirms goes through, once', async () => {
    const { stripe, submit } = given();
    const session = await giftSession(stripe);
    const step = await submit(session.url!, secureCard);
    expect(step.headers.get('location')).toBe(`/c/pay/${session.id}/authenticate`);
    const bank = `${session.url}/authenticate`;
    expect(await (await fetch(bank)).text()).toContain('Confirm with your bank');
    const answers = await Promise.all([
      submit(bank, { result: 'complete' }),
      submit(bank, { result: 'complete' }),
    ]);
    for (const answer of answers) expect(answer.headers.get('location')).toContain(session.id);
    const charges = (await stripe.charges.list()).data;
    expect(charges).toHaveLength(1);
    expect(charges[0]!.payment_method_details!.card!.three_d_secure!.result).toBe('authenticated');
    expect(await typesOf(stripe)).toContain('payment_intent.requires_action');
  });

  test('a payment that the bank refuses leads back to the form, filled in', async () => {
    const { stripe, submit, url } = given();
    const session = await giftSession(stripe);
    await submit(session.url!, secureCard);
    const back = await submit(`${session.url}/authenticate`, { result: 'fail' });
    expect(back.status).toBe(303);
    const page = await (await fetch(`${url}${back.headers.get('location')}`)).text();
    expect(page).toContain('could not confirm this with your bank');
    expect(page).toContain('value="Ann Reader"');
    const [intent] = (await stripe.paymentIntents.list()).data;
    expect(intent!.last_payment_error!.code).toBe('payment_intent_authentication_failure');
    expect((await submit(session.url!, goodCard)).status).toBe(303);
  });

  test('a session expires at its time, and takes no more cards', async () => {
    const { stripe, submit, clock } = given();
    const session = await giftSession(stripe);
    await submit(session.url!, { ...goodCard, number: '4000000000000002' });
    clock.advance({ hours: 24, seconds: 1 });
    const page = await fetch(session.url!);
    expect(page.status).toBe(410);
    expect(await page.text()).toContain('https://paper.example/article');
    expect((await submit(session.url!, goodCard)).status).toBe(410);
    const expired = await stripe.checkout.sessions.retrieve(session.id);
    expect(expired).toMatchObject({ status: 'expired', payment_status: 'unpaid', url: null });
    const [intent] = (await stripe.paymentIntents.list()).data;
    expect(intent).toMatchObject({ status: 'canceled', cancellation_reason: 'expired' });
    expect((await typesOf(stripe)).filter((type) => type.startsWith('checkout'))).toEqual([
      'checkout.session.expired',
    ]);
  });

  test('a session is expired by the API while it is open, and not after', async () => {
    const { stripe, submit } = given();
    const open = await giftSession(stripe);
    expect((await stripe.checkout.sessions.expire(open.id)).status).toBe('expired');
    const paid = await giftSession(stripe);
    await submit(paid.url!, goodCard);
    await expect(stripe.checkout.sessions.expire(paid.id)).rejects.toThrow('status of complete');
    const again = await fetch(paid.url!);
    expect(await again.text()).toContain('All done here');
  });

  test('a session that does not exist says so', async () => {
    const answer = await fetch(`${given().url}/c/pay/cs_test_nothing`);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});
