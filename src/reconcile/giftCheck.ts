import { pledgeOf } from '../checkout/readPayment.ts';
import { type Gift, giftIdOf, recurringGift } from '../giving/gift.ts';
import { findGift, readingTime, saveGift } from '../giving/giftStore.ts';
import { type Stripe, stripeErrors } from '../ground/stripe.ts';
import { noteIncident } from '../incidents/store.ts';
import type { SettleDependencies } from './settle.ts';

/** A gift that stood otherwise here than at Stripe; it is as Stripe says now. */
export interface GiftDifference {
  readonly gift: string;
  readonly here: string;
  readonly there: string;
}

async function unendedHere(
  { db }: SettleDependencies,
  publishers: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await db.query<{ id: string; subscription_id: string }>(
    `select id, subscription_id from gift
     where publisher = any($1) and subscription_id is not null and status <> 'ended'`,
    [publishers],
  );
  return new Map(rows.map((row) => [row.subscription_id, row.id]));
}

async function retrieve(stripe: Stripe, id: string): Promise<Stripe.Subscription | undefined> {
  try {
    return await stripe.subscriptions.retrieve(id);
  } catch (error) {
    const isMissing =
      error instanceof stripeErrors.StripeInvalidRequestError && error.code === 'resource_missing';
    if (isMissing) return undefined;
    throw error;
  }
}

/**
 * Looks both ways whether recurring gifts stand here as at Stripe: what is cancelled here and active there, and the
 * reverse. Stripe is right: what differs is put right, and noted where somebody would be charged or thanked wrongly.
 */
export async function checkGifts(
  dependencies: SettleDependencies,
  account: { readonly stripe: Stripe; readonly owner: string; readonly publishers: string[] },
): Promise<GiftDifference[]> {
  const { db, clock } = dependencies;
  const differences: GiftDifference[] = [];

  async function putRight(there: Stripe.Subscription, readAt: Date): Promise<void> {
    const pledge = await pledgeOf(db, there.metadata);
    if (!pledge) return;
    const wanted = recurringGift(pledge, there, readAt);
    const here: Gift | undefined = await findGift(db, giftIdOf(pledge.id));
    if (here?.status === wanted.status && here.amount === wanted.amount) return;
    await db.transaction((tx) => saveGift(tx, wanted));
    const difference = { gift: wanted.id, here: here?.status ?? 'unknown', there: wanted.status };
    differences.push(difference);
    if ((here?.status === 'ended') === (wanted.status === 'ended') && here) return;
    const news = { kind: 'gift_differs', subject: wanted.id, publisher: pledge.publisher } as const;
    await noteIncident(db, {
      ...news,
      giftId: wanted.id,
      isOpen: true,
      detail: difference,
      readAt: clock.now(),
    });
    await noteIncident(db, { ...news, isOpen: false, readAt: clock.now() });
  }

  const listedAt = await readingTime(db);
  const waiting = await unendedHere(dependencies, account.publishers);
  // Without a status Stripe lists all but the canceled ones.
  for await (const there of account.stripe.subscriptions.list({ limit: 100 })) {
    waiting.delete(there.id);
    await putRight(there, listedAt);
  }
  for (const [id, giftId] of waiting) {
    const readAt = await readingTime(db);
    const there = await retrieve(account.stripe, id);
    if (there) await putRight(there, readAt);
    await noteIncident(db, {
      kind: 'gift_differs',
      subject: id,
      publisher: account.owner,
      giftId,
      isOpen: !there,
      detail: { here: 'unended', there: 'unknown to Stripe' },
      readAt: clock.now(),
    });
  }
  return differences;
}
