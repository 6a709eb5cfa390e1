import { createHash } from 'node:crypto';
import type { Stripe } from '../ground/stripe.ts';

/** What a year came to, from the API's lists. */
export interface Books {
  /** How many there are of each thing. */
  readonly counts: Readonly<Record<string, number>>;
  /** Paid invoices of a period that is not the first. */
  readonly renewals: number;
  /** Minor units that were charged, in the currencies that readers paid in. */
  readonly charged: Readonly<Record<string, number>>;
  /** The same for the same year, whatever the ids are. */
  readonly digest: string;
}

type Lists = Readonly<Record<string, (() => AsyncIterable<object>) | undefined>>;

const listsOf = (stripe: Stripe): Lists => ({
  subscriptions: () => stripe.subscriptions.list({ status: 'all', limit: 100 }),
  charges: () => stripe.charges.list({ limit: 100 }),
  refunds: () => stripe.refunds.list({ limit: 100 }),
  disputes: () => stripe.disputes.list({ limit: 100 }),
  payouts: () => stripe.payouts.list({ limit: 100 }),
});

const told = ['created', 'amount', 'currency', 'status', 'amount_refunded', 'ended_at', 'paid'];

/** A thing as a line of the digest: what it is and came to, without its id. Times count from the year's beginning. */
function lineOf(name: string, thing: object, from: number): string {
  const facts = thing as Record<string, unknown>;
  const values = told.map((key) => {
    const value = facts[key];
    return typeof value === 'number' && (key === 'created' || key === 'ended_at')
      ? value - from
      : value;
  });
  return JSON.stringify([name, ...values]);
}

async function renewalsOf(stripe: Stripe): Promise<number> {
  let renewals = 0;
  for await (const { billing_reason } of stripe.invoices.list({ status: 'paid', limit: 100 }))
    if (billing_reason === 'subscription_cycle') renewals += 1;
  return renewals;
}

/** Reads what there is in an account since a time (unix seconds). */
export async function readBooks(stripe: Stripe, from: number): Promise<Books> {
  const counts: Record<string, number> = {};
  const charged: Record<string, number> = {};
  const lines: string[] = [];
  for (const [name, list] of Object.entries(listsOf(stripe))) {
    counts[name] = 0;
    for await (const thing of list!()) {
      counts[name] += 1;
      lines.push(lineOf(name, thing, from));
      if (name !== 'charges') continue;
      const { paid, amount, currency } = thing as Stripe.Charge;
      if (paid) charged[currency] = (charged[currency] ?? 0) + amount;
    }
  }
  const digest = createHash('sha256').update(lines.sort().join('\n')).digest('hex').slice(0, 16);
  return { counts, renewals: await renewalsOf(stripe), charged, digest };
}
