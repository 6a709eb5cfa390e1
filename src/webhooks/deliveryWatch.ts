import { dayMs, fromUnixSeconds, plusMs, toUnixSeconds } from '../ground/clock.ts';
import type { Queryable } from '../ground/sql.ts';
import { type Stripe, stripeErrors } from '../ground/stripe.ts';
import { handlerOf } from './handlers.ts';

/** Stripe tries to deliver an event for three days. https://docs.stripe.com/webhooks#automatic-retries */
const stripeTriesDays = 3;

/** How the way from Stripe to us stands, for one account. */
export interface DeliveryWatch {
  /** The oldest event that Stripe still tries to deliver. */
  readonly undeliveredSince: Date | null;
  readonly endpointDisabled: boolean;
}

/** The oldest event of those days that Stripe could not deliver. */
async function oldestUndelivered(stripe: Stripe, now: Date): Promise<Date | null> {
  let oldest: Date | null = null;
  const gte = toUnixSeconds(plusMs(now, -stripeTriesDays * dayMs));
  const list = stripe.events.list({ delivery_success: false, created: { gte }, limit: 100 });
  for await (const event of list)
    if (handlerOf(event.type)) oldest = fromUnixSeconds(event.created);
  return oldest;
}

/** Whether Stripe has disabled an endpoint of ours. A restricted key may not look; then it is not known. */
async function isEndpointDisabled(stripe: Stripe, publishers: readonly string[]): Promise<boolean> {
  try {
    for await (const { url, status } of stripe.webhookEndpoints.list({ limit: 100 })) {
      const isOurs = publishers.some((id) => url.endsWith(`/webhooks/stripe/${id}`));
      if (isOurs && status === 'disabled') return true;
    }
    return false;
  } catch (error) {
    if (error instanceof stripeErrors.StripePermissionError) return false;
    throw error;
  }
}

export const watchDelivery = async (
  stripe: Stripe,
  publishers: readonly string[],
  now: Date,
): Promise<DeliveryWatch> => ({
  undeliveredSince: await oldestUndelivered(stripe, now),
  endpointDisabled: await isEndpointDisabled(stripe, publishers),
});

export async function saveWatch(
  db: Queryable,
  publisher: string,
  { undeliveredSince, endpointDisabled }: DeliveryWatch,
  brought: number,
  at: Date,
): Promise<void> {
  await db.query(
    `insert into delivery_watch (publisher, undelivered_since, endpoint_disabled, backfilled_at, brought, looked_at)
     values ($1, $2, $3, $4, $5, $4)
     on conflict (publisher) do update set undelivered_since = $2, endpoint_disabled = $3, backfilled_at = $4,
       brought = delivery_watch.brought + $5, looked_at = $4`,
    [publisher, undeliveredSince, endpointDisabled, at, brought],
  );
}

export interface DeliveryHealth {
  /** When Stripe stops to try, for the event that has waited longest; in the past where it has disabled our endpoint. */
  readonly stripeGivesUpAt: Date | null;
  readonly daysLeft: number | null;
  readonly endpointDisabled: boolean;
  readonly backfilledAt: Date | null;
  /** Events that never came and were asked for. */
  readonly broughtByBackfill: number;
}

/** The worst of all accounts. */
export async function deliveryHealth(db: Queryable, now: Date): Promise<DeliveryHealth> {
  const { rows } = await db.query<Record<string, unknown>>(
    `select min(case when endpoint_disabled then looked_at - interval '3 days' else undelivered_since end) as since,
       coalesce(bool_or(endpoint_disabled), false) as endpoint_disabled, min(backfilled_at) as backfilled_at,
       coalesce(sum(brought), 0)::text as brought
     from delivery_watch`,
  );
  const row = rows[0]!;
  const since = row.since as Date | null;
  const stripeGivesUpAt = since && plusMs(since, stripeTriesDays * dayMs);
  return {
    stripeGivesUpAt,
    daysLeft:
      stripeGivesUpAt &&
      Math.max(0, Math.round(((stripeGivesUpAt.getTime() - now.getTime()) / dayMs) * 10) / 10),
    endpointDisabled: row.endpoint_disabled as boolean,
    backfilledAt: row.backfilled_at as Date | null,
    broughtByBackfill: Number(row.brought),
  };
}
