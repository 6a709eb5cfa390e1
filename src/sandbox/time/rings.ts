import { collectByItself } from '../billing/dunning.ts';
import { announce, makeDue, passPeriod } from '../billing/renew.ts';
import { endSubscription, hasEnded } from '../billing/subscriptionEnds.ts';
import { settleExpiry } from '../checkout/expire.ts';
import { readFaults } from '../faults/faults.ts';
import { payOut } from '../money/automaticPayout.ts';
import { expireDispute } from '../money/disputes.ts';
import { landPayout, sendPayout } from '../money/payouts.ts';
import { settleRefund } from '../money/refunds.ts';
import type { TimerKind } from '../store/timerTable.ts';
import type { Work } from '../store/work.ts';

type Ring = (work: Work, object: string) => Promise<unknown>;

/** What each timer does. It looks first whether there is still something to do: timers are set and never taken back. */
export const rings: Record<TimerKind, Ring> = {
  'dispute.expire': async (work, id) => {
    const dispute = await work.find('dispute', id);
    if (dispute) await expireDispute(work, dispute);
  },
  'invoice.finalize': async (work, id) => {
    const invoice = await work.find('invoice', id);
    if (invoice?.status === 'draft' && invoice.auto_advance) await makeDue(work, invoice);
  },
  'invoice.retry': async (work, id) => {
    const invoice = await work.find('invoice', id);
    const isDue = invoice?.next_payment_attempt && invoice.next_payment_attempt <= work.at;
    if (isDue && invoice.status === 'open') await collectByItself(work, invoice);
  },
  'payout.arrive': async (work, id) => {
    const payout = await work.find('payout', id);
    const { payouts } = await readFaults(work.db);
    if (payout) await landPayout(work, payout, payouts?.fail);
  },
  'payout.make': payOut,
  'payout.send': async (work, id) => {
    const payout = await work.find('payout', id);
    if (payout) sendPayout(work, payout);
  },
  'refund.settle': async (work, id) => {
    const refund = await work.find('refund', id);
    if (refund) await settleRefund(work, refund);
  },
  'session.expire': async (work, id) => {
    const session = await work.find('checkout.session', id);
    if (session) await settleExpiry(work, session);
  },
  'subscription.abandon': async (work, id) => {
    const subscription = await work.find('subscription', id);
    if (subscription?.status === 'incomplete')
      await endSubscription(work, subscription, 'incomplete_expired');
  },
  'subscription.announce': async (work, id) => {
    const subscription = await work.find('subscription', id);
    if (subscription) await announce(work, subscription);
  },
  'subscription.end': async (work, id) => {
    const subscription = await work.find('subscription', id);
    const end = subscription?.cancel_at;
    if (end && end <= work.at && !hasEnded(subscription)) await endSubscription(work, subscription);
  },
  'subscription.renew': async (work, id) => {
    const subscription = await work.find('subscription', id);
    if (subscription) await passPeriod(work, subscription);
  },
  'subscription.unpause': async (work, id) => {
    const subscription = await work.find('subscription', id);
    const pause = subscription?.pause_collection;
    if (!pause?.resumes_at || pause.resumes_at > work.at) return;
    subscription!.pause_collection = null;
    work.save('subscription', subscription!);
    work.emit('customer.subscription.updated', subscription, { pause_collection: pause });
  },
};
