import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { eachDatabase } from '../harness/databases.ts';
import { givenSandbox, typesOf } from './givenSandbox.ts';
import { onClock } from './onClock.ts';
import { balanceIn, paidCharge } from './paidCharge.ts';

const cards = {
  fraudulent: 'createDispute',
  notReceived: 'createDisputeProductNotReceived',
  inquiry: 'createDisputeInquiry',
  warned: 'createIssuerFraudRecord',
};
/** A gift of $20, less 2.9 % and 30 cents. */
const net = 1912;
const fee = 1500;

eachDatabase('disputes', (database) => {
  const given = givenSandbox(database);

  async function disputed(stripe: Stripe, card: string, customer?: string) {
    const charge = await paidCharge(stripe, { card, ...(customer && { customer }) });
    const [dispute] = (await stripe.disputes.list({ charge: charge.id })).data;
    return { charge, dispute: dispute! };
  }
  const say = (words: string) => ({ evidence: { uncategorized_text: words }, submit: true });
  const newsOf = async (stripe: Stripe) =>
    (await typesOf(stripe)).filter((type) => /dispute|warning/.test(type));

  test('take the money and a fee, and nothing more can be given back', async () => {
    const { stripe } = given();
    const { charge, dispute } = await disputed(stripe, cards.fraudulent);
    expect(dispute).toMatchObject({
      amount: 2000,
      status: 'needs_response',
      reason: 'fraudulent',
      is_charge_refundable: false,
      balance_transactions: [
        {
          type: 'adjustment',
          reporting_category: 'dispute',
          amount: -2000,
          fee,
          source: dispute.id,
        },
      ],
    });
    expect((await balanceIn(stripe, 'usd')).pending).toBe(net - 2000 - fee);
    expect(await newsOf(stripe)).toEqual([
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
    ]);
    expect((await stripe.charges.retrieve(charge.id)).disputed).toBe(true);
    await expect(stripe.refunds.create({ charge: charge.id })).rejects.toMatchObject({
      code: 'charge_disputed',
    });
  });

  test('that are won bring the money back, but not the fee', async () => {
    const { stripe } = given();
    const { charge, dispute } = await disputed(stripe, cards.notReceived);
    const answered = await stripe.disputes.update(dispute.id, say('winning_evidence'));
    expect(answered).toMatchObject({
      status: 'under_review',
      evidence_details: { has_evidence: true, submission_count: 1 },
    });
    const won = await stripe.disputes.retrieve(dispute.id);
    expect(won).toMatchObject({ status: 'won', reason: 'product_not_received' });
    expect(won.balance_transactions.map(({ net: moved }) => moved)).toEqual([-2000 - fee, 2000]);
    expect((await balanceIn(stripe, 'usd')).pending).toBe(net - fee);
    expect((await newsOf(stripe)).slice(2)).toEqual([
      'charge.dispute.updated',
      'charge.dispute.closed',
      'charge.dispute.funds_reinstated',
    ]);
    expect(await stripe.refunds.create({ charge: charge.id })).toMatchObject({ amount: 2000 });
  });

  test('are lost by bad evidence, by giving in, and by silence', async () => {
    const { stripe } = given();
    const life = await onClock(stripe);
    const { id: customer } = await life.customer();
    const first = await disputed(stripe, cards.fraudulent, customer);
    await stripe.disputes.update(first.dispute.id, say('losing_evidence'));
    const second = await disputed(stripe, cards.fraudulent, customer);
    expect(await stripe.disputes.close(second.dispute.id)).toMatchObject({ status: 'lost' });
    const third = await disputed(stripe, cards.fraudulent, customer);
    await life.pass(9);
    expect((await stripe.disputes.retrieve(third.dispute.id)).status).toBe('needs_response');
    await life.pass(1);
    const { data } = await stripe.disputes.list();
    expect(data.map(({ status }) => status)).toEqual(['lost', 'lost', 'lost']);
    expect(data[0]!.evidence_details.past_due).toBe(true);
    expect(await balanceIn(stripe, 'usd')).toEqual({
      available: 3 * (net - 2000 - fee),
      pending: 0,
    });
  });

  test('that are over take notes, but no evidence, and are not closed again', async () => {
    const { stripe } = given();
    const { dispute } = await disputed(stripe, cards.fraudulent);
    await stripe.disputes.close(dispute.id);
    const before = [await balanceIn(stripe, 'usd'), await newsOf(stripe)];
    for (const tried of [
      stripe.disputes.close(dispute.id),
      stripe.disputes.update(dispute.id, say('winning_evidence')),
    ])
      await expect(tried).rejects.toMatchObject({ statusCode: 400 });
    expect([await balanceIn(stripe, 'usd'), await newsOf(stripe)]).toEqual(before);
    const noted = await stripe.disputes.update(dispute.id, { metadata: { case: '1' } });
    expect(noted).toMatchObject({ status: 'lost', metadata: { case: '1' } });
  });

  test('keep evidence until it is submitted', async () => {
    const { stripe } = given();
    const { dispute } = await disputed(stripe, cards.fraudulent);
    const evidence = { customer_name: 'Ann Reader', uncategorized_text: 'winning_evidence' };
    const staged = await stripe.disputes.update(dispute.id, { evidence, submit: false });
    expect(staged).toMatchObject({ status: 'needs_response', evidence });
    expect(staged.evidence_details).toMatchObject({ has_evidence: true, submission_count: 0 });
    await stripe.disputes.update(dispute.id, { submit: true });
    expect((await stripe.disputes.retrieve(dispute.id)).status).toBe('won');
  });

  test('that only ask move no money, and end when all is given back', async () => {
    const { stripe } = given();
    const { charge, dispute } = await disputed(stripe, cards.inquiry);
    expect(dispute).toMatchObject({
      status: 'warning_needs_response',
      is_charge_refundable: true,
      balance_transactions: [],
    });
    await stripe.refunds.create({ charge: charge.id, amount: 500 });
    expect((await stripe.disputes.retrieve(dispute.id)).status).toBe('warning_needs_response');
    await stripe.refunds.create({ charge: charge.id });
    expect((await stripe.disputes.retrieve(dispute.id)).status).toBe('warning_closed');
    expect((await balanceIn(stripe, 'usd')).pending).toBe(net - 2000);
  });

  test('that only ask may become disputes, of what is left by then', async () => {
    const { stripe } = given();
    const { charge, dispute } = await disputed(stripe, cards.inquiry);
    await stripe.refunds.create({ charge: charge.id, amount: 500 });
    await stripe.disputes.update(dispute.id, say('escalate_inquiry_evidence'));
    expect(await stripe.disputes.retrieve(dispute.id)).toMatchObject({
      status: 'needs_response',
      amount: 1500,
      balance_transactions: [{ amount: -1500, fee }],
    });
    expect((await balanceIn(stripe, 'usd')).pending).toBe(net - 2000 - fee);
  });

  test('may be foretold, and the warning ends when the gift is given back', async () => {
    const { stripe } = given();
    const charge = await paidCharge(stripe, { card: cards.warned });
    const { data } = await stripe.radar.earlyFraudWarnings.list({ charge: charge.id });
    expect(data).toMatchObject([{ actionable: true, charge: charge.id }]);
    await stripe.refunds.create({ charge: charge.id, reason: 'fraudulent' });
    const warning = await stripe.radar.earlyFraudWarnings.retrieve(data[0]!.id);
    expect(warning.actionable).toBe(false);
    expect(await newsOf(stripe)).toEqual([
      'radar.early_fraud_warning.created',
      'radar.early_fraud_warning.updated',
    ]);
  });
});
