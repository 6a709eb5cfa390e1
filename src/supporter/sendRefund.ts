import { note } from '../audit/store.ts';
import { moveRefund, openRefunds, type RefundRequest } from '../giving/refundStore.ts';
import type { Clock } from '../ground/clock.ts';
import type { Log } from '../ground/log.ts';
import type { Database } from '../ground/sql.ts';
import type { StripeAccounts } from '../ground/stripeAccounts.ts';
import { isFinal } from '../ground/stripeProblem.ts';

export interface SendRefundDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly accounts: StripeAccounts;
}

const program = '<service>';

/** Makes an agreed refund at Stripe, once however often this runs. @throws where Stripe says no, or nothing */
export async function sendRefund(
  { db, clock, accounts }: SendRefundDependencies,
  request: RefundRequest,
): Promise<void> {
  const { id, chargeId: charge, amount, publisher } = request;
  const { stripe } = accounts.of(publisher);
  const moved = { from: 'agreed', at: clock.now() } as const;
  const about = { actor: request.decidedBy ?? request.askedBy, subject: request.giftId };
  try {
    // Stripe forgets a key after a day; what was made under it says so itself.
    const { data } = await stripe.refunds.list({ charge, limit: 100 });
    const made =
      data.find((one) => one.metadata?.smallfavor_refund === id) ??
      (await stripe.refunds.create(
        {
          charge,
          amount,
          reason: 'requested_by_customer',
          metadata: { smallfavor_refund: id },
        },
        { idempotencyKey: `refund:${id}` },
      ));
    await db.transaction(async (tx) => {
      if (await moveRefund(tx, id, { ...moved, to: 'sent', refundId: made.id }))
        await note(tx, clock, { ...about, act: 'gift_refunded', detail: `${made.id} ${id}` });
    });
  } catch (error) {
    if (!isFinal(error)) throw error;
    await db.transaction(async (tx) => {
      if (await moveRefund(tx, id, { ...moved, to: 'refused', error: (error as Error).message }))
        await note(tx, clock, { ...about, act: 'refund_refused', detail: id });
    });
    throw error;
  }
}

/** Ends what waited too long, and sends what was agreed to when its process died. */
export async function resumeRefunds(
  dependencies: SendRefundDependencies & { readonly log: Log },
): Promise<void> {
  const { db, clock, log } = dependencies;
  const now = clock.now();
  for (const request of await openRefunds(db)) {
    const { id, giftId: subject } = request;
    if (request.status === 'waiting' && request.expiresAt <= now)
      await db.transaction(async (tx) => {
        if (await moveRefund(tx, id, { from: 'waiting', to: 'expired', at: now }))
          await note(tx, clock, { actor: program, act: 'refund_expired', subject, detail: id });
      });
    if (request.status === 'agreed')
      await sendRefund(dependencies, request).catch((error: unknown) =>
        log.warn({ refund: id, err: error }, 'refund not made'),
      );
  }
}
