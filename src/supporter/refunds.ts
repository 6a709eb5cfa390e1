import { note } from '../audit/store.ts';
import type { Gift } from '../giving/gift.ts';
import {
  findRefund,
  moveRefund,
  type RefundRequest,
  refundOfForm,
  refundsOfGift,
  storeRefund,
} from '../giving/refundStore.ts';
import { dayMs, plusMs } from '../ground/clock.ts';
import { newId } from '../ground/ids.ts';
import { createJob } from '../ground/jobs.ts';
import type { Log } from '../ground/log.ts';
import { Problem } from '../ground/problem.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import { chargesOf } from './giftCharges.ts';
import { resumeRefunds, type SendRefundDependencies, sendRefund } from './sendRefund.ts';

export interface RefundsDependencies extends SendRefundDependencies {
  readonly publishers: Publishers;
  readonly log: Log;
}

/** A refund as somebody orders it. */
export interface RefundOrder {
  readonly gift: Gift;
  readonly chargeId: string;
  /** Minor units; all that is left where it is absent. */
  readonly amount: number | undefined;
  readonly reason: string;
  readonly formKey: string;
}

/** How long a request waits for a second person. */
const waitMs = 7 * dayMs;
const minuteMs = 60_000;
const fault = (at: string, says: string) =>
  new Problem('invalid_request', { faults: [{ at, says }] });

/** Whether a refund of a gift waits for a second person. A limit says nothing of another currency. */
function needsSecond(
  publishers: Publishers,
  { publisher: id, currency }: Gift,
  amount: number,
): boolean {
  const publisher = publishers.get(id);
  const alone = publisher?.refundAloneUpTo;
  return alone !== undefined && (currency !== publisher?.currency || amount > alone);
}

/** What of a charge can still be given back, less what was ordered and is not made yet. */
async function leftOf(
  dependencies: RefundsDependencies,
  gift: Gift,
  chargeId: string,
): Promise<number> {
  const { db } = dependencies;
  const charge = (await chargesOf(dependencies, gift)).find(({ id }) => id === chargeId);
  if (!charge?.paid) throw fault('/charge', 'is not a payment of this gift');
  const ordered = (await refundsOfGift(db, gift.id))
    .filter((one) => one.chargeId === chargeId && ['waiting', 'agreed'].includes(one.status))
    .reduce((sum, { amount }) => sum + amount, 0);
  return charge.amount - charge.amount_refunded - ordered;
}

/** Keeps what was ordered, before Stripe hears of it. */
async function keepOrder(
  dependencies: RefundsDependencies,
  staffId: string,
  order: RefundOrder,
): Promise<void> {
  const { db, clock, publishers } = dependencies;
  const { gift, chargeId, reason, formKey } = order;
  const left = await leftOf(dependencies, gift, chargeId);
  if (left <= 0) throw fault('/charge', 'has nothing left to give back');
  const amount = order.amount ?? left;
  if (amount < 1 || amount > left) throw fault('/amount', `must be from 1 to ${left} minor units`);
  const now = clock.now();
  const id = newId('rfr');
  const status = needsSecond(publishers, gift, amount) ? 'waiting' : 'agreed';
  const { publisher, currency } = gift;
  await db.transaction(async (tx) => {
    const common = { id, formKey, giftId: gift.id, publisher, chargeId, amount, currency };
    const asked = { reason, status, askedBy: staffId, askedAt: now } as const;
    if (await storeRefund(tx, { ...common, ...asked, expiresAt: plusMs(now, waitMs) }))
      await note(tx, clock, {
        actor: staffId,
        act: 'refund_asked',
        subject: gift.id,
        detail: `${id} ${amount} ${currency}: ${reason}`,
      });
  });
}

const actOf = {
  agreed: 'refund_agreed',
  declined: 'refund_declined',
  withdrawn: 'refund_withdrawn',
} as const;

/** Giving money back: ordered by one person, agreed to by another above a publisher's limit, made at Stripe once. */
export function createRefunds(dependencies: RefundsDependencies) {
  const { db, clock, log } = dependencies;

  /** Orders a refund; at once where one person may. The same form again is the same refund. @throws Problem */
  async function ask(staffId: string, order: RefundOrder): Promise<RefundRequest> {
    if (!(await refundOfForm(db, order.formKey))) await keepOrder(dependencies, staffId, order);
    const kept = (await refundOfForm(db, order.formKey))!;
    if (kept.status === 'agreed') await sendRefund(dependencies, kept);
    return (await findRefund(db, kept.id))!;
  }

  /** A second person's word, or the first one's own withdrawal. @throws Problem conflict where it is not theirs to say, or too late */
  async function decide(
    staffId: string,
    id: string,
    to: 'agreed' | 'declined' | 'withdrawn',
  ): Promise<RefundRequest> {
    const request = await findRefund(db, id);
    if (!request) throw new Problem('not_found');
    const isOwn = request.askedBy === staffId;
    const now = clock.now();
    const isOver = request.status !== 'waiting' || request.expiresAt <= now;
    if (isOver || isOwn !== (to === 'withdrawn')) throw new Problem('conflict');
    const act = actOf[to];
    await db.transaction(async (tx) => {
      if (!(await moveRefund(tx, id, { from: 'waiting', to, at: now, by: staffId })))
        throw new Problem('conflict');
      await note(tx, clock, { actor: staffId, act, subject: request.giftId, detail: id });
    });
    if (to === 'agreed') await sendRefund(dependencies, (await findRefund(db, id))!);
    return (await findRefund(db, id))!;
  }

  const resume = () => resumeRefunds(dependencies);
  const job = createJob({ name: 'refunds', everyMs: minuteMs, work: resume, log });
  return { ask, decide, resume, job };
}

export type Refunds = ReturnType<typeof createRefunds>;
