import { expect, test } from 'vitest';
import { eachDatabase } from '../harness/databases.ts';
import { givenSandbox, typesOf } from './givenSandbox.ts';
import { balanceIn, paidCharge } from './paidCharge.ts';

eachDatabase('a payment of elevated risk', (database) => {
  const given = givenSandbox(database);
  const card = 'riskLevelElevated';

  async function givenReview() {
    const { stripe } = given();
    const charge = await stripe.charges.retrieve((await paidCharge(stripe, { card })).id, {
      expand: ['review', 'payment_intent'],
    });
    return { stripe, charge };
  }

  const newsOf = async () => (await typesOf(given().stripe)).filter((type) => /^review/.test(type));

  test('waits until somebody has looked at it, its money here all the while', async () => {
    const { stripe, charge } = await givenReview();
    const { data } = await stripe.reviews.list();
    expect(data).toEqual([charge.review]);
    expect(charge).toMatchObject({
      paid: true,
      outcome: { type: 'manual_review', risk_level: 'elevated' },
      review: { open: true, reason: 'rule', charge: charge.id, closed_reason: null },
      payment_intent: { review: data[0]!.id },
    });
    const before = await balanceIn(stripe, 'usd');
    const approved = await stripe.reviews.approve(data[0]!.id);
    expect(approved).toMatchObject({ open: false, reason: 'approved', closed_reason: 'approved' });
    expect(await stripe.reviews.retrieve(data[0]!.id)).toEqual(approved);
    expect((await stripe.reviews.list()).data).toEqual([]);
    expect(await balanceIn(stripe, 'usd')).toEqual(before);
    expect(await newsOf()).toEqual(['review.opened', 'review.closed']);
    await expect(stripe.reviews.approve(data[0]!.id)).rejects.toMatchObject({ statusCode: 400 });
    expect(await newsOf()).toHaveLength(2);
  });

  test.each([
    ['fraudulent', 'refunded_as_fraud'],
    ['requested_by_customer', 'refunded'],
  ] as const)('needs nobody any more once it is given back, %s', async (reason, closed) => {
    const { stripe, charge } = await givenReview();
    await stripe.refunds.create({ charge: charge.id, amount: 1 });
    expect((await stripe.reviews.list()).data).toHaveLength(1);
    await stripe.refunds.create({ charge: charge.id, reason });
    const [review] = (await stripe.charges.list({ expand: ['data.review'] })).data;
    expect(review!.review).toMatchObject({ open: false, closed_reason: closed });
    expect(await newsOf()).toEqual(['review.opened', 'review.closed']);
  });

  test('no other card is looked at, and there is no review that was never opened', async () => {
    const { stripe } = given();
    expect((await paidCharge(stripe)).review).toBeNull();
    await expect(stripe.reviews.approve('prv_none')).rejects.toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
    });
  });
});
