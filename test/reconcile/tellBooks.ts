import type Stripe from 'stripe';
import { type Database, toInteger } from '../../src/ground/sql.ts';

type Sums = Record<string, number>;

const asSums = (rows: { name: string; amount: string }[]): Sums =>
  Object.fromEntries(rows.map(({ name, amount }) => [name, toInteger(amount)]));

/** What the books of a publisher say, without what may differ between two ways of hearing of the same: times and ids of ours. */
export async function tellBooks(db: Database, publisher: string) {
  const about = [publisher];
  const movements = await db.query(
    `select t.source, t.kind, t.gift_id, t.at,
       jsonb_agg(jsonb_build_array(e.account, e.currency, e.amount) order by e.position) as entries
     from transfer t join entry e on e.transfer_id = t.id
     where t.publisher = $1 and t.source not like '%:%' group by t.id order by t.source`,
    about,
  );
  const accounts = await db.query<{ name: string; amount: string }>(
    `select e.account || ' ' || e.currency as name, sum(e.amount)::text as amount
     from transfer t join entry e on e.transfer_id = t.id
     where t.publisher = $1 group by 1 having sum(e.amount) <> 0 order by 1`,
    about,
  );
  const gifts = await db.query(
    `select id, frequency, amount, status, customer_id, subscription_id, payment_intent_id, reader_tag, started_at,
       paid_until, ends_at, ended_at
     from gift where publisher = $1 order by id`,
    about,
  );
  const pledges = await db.query(
    'select id, status, reader_tag, return_url from pledge where publisher = $1 order by id',
    about,
  );
  const payouts = await db.query(
    'select id, amount, currency, status from payout where publisher = $1 order by id',
    about,
  );
  const declines = await db.query(
    'select charge_id, code from decline where publisher = $1 order by 1',
    about,
  );
  return {
    movements: movements.rows,
    accounts: asSums(accounts.rows),
    gifts: gifts.rows,
    pledges: pledges.rows,
    payouts: payouts.rows,
    declines: declines.rows,
  };
}

/** What the accounts must hold by the arithmetic of the stand-in alone: its balance transactions and payouts. */
export async function stripesArithmetic(client: Stripe): Promise<Sums> {
  const sums: Sums = {};
  const add = (account: string, currency: string, amount: number) => {
    const name = `${account} ${currency}`;
    sums[name] = (sums[name] ?? 0) + amount;
  };
  for await (const one of client.balanceTransactions.list({ limit: 100 })) {
    add('stripe_balance', one.currency, one.net);
    add('fees', one.currency, one.fee);
    if (one.type === 'charge') add('gifts', one.currency, -one.amount);
  }
  for await (const { amount, currency, status } of client.payouts.list({ limit: 100 })) {
    if (status === 'paid') add('bank', currency, amount);
    if (['pending', 'in_transit'].includes(status)) add('payouts_in_transit', currency, amount);
  }
  return Object.fromEntries(Object.entries(sums).filter(([, amount]) => amount !== 0));
}

/** The same names from our accounts: gifts of every frequency together, and only what Stripe's arithmetic knows. */
export function asStripeSays(accounts: Sums): Sums {
  const sums: Sums = {};
  for (const [name, amount] of Object.entries(accounts)) {
    const [account, currency] = name.split(' ') as [string, string];
    const known = account.startsWith('gifts:') ? 'gifts' : account;
    if (!['stripe_balance', 'fees', 'gifts', 'bank', 'payouts_in_transit'].includes(known))
      continue;
    sums[`${known} ${currency}`] = (sums[`${known} ${currency}`] ?? 0) + amount;
  }
  return Object.fromEntries(Object.entries(sums).filter(([, amount]) => amount !== 0));
}
