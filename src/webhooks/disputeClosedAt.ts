import type { Sources } from '../checkout/readPayment.ts';
import { fromUnixSeconds } from '../ground/clock.ts';
import type { Stripe } from '../ground/stripe.ts';

const closing = 'charge.dispute.closed';

/**
 * When a bank decided a dispute. The dispute itself does not say it, and no money moves then: the news of it does, in our
 * inbox or, where other news overtook it, in Stripe's list of the last 30 days.
 * @returns undefined where neither knows
 */
export async function disputeClosedAt(
  { db, stripe }: Pick<Sources, 'db' | 'stripe'>,
  { id, created }: Stripe.Dispute,
): Promise<Date | undefined> {
  const { rows } = await db.query<{ created: Date }>(
    `select created from (select type, created from event where ids && array[$1] offset 0) named
     where type = $2 order by created limit 1`,
    [id, closing],
  );
  if (rows[0]) return rows[0].created;
  const { data } = await stripe.events.list({
    type: closing,
    created: { gte: created },
    limit: 100,
  });
  const news = data.find((one) => (one.data.object as { id?: string }).id === id);
  return news && fromUnixSeconds(news.created);
}
