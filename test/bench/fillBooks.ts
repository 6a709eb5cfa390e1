import pg from 'pg';
import { openPostgres } from '../../src/ground/postgres.ts';
import { sumDays } from '../../src/ledger/daySums.ts';

const years = 2;

// No trigger looks at these rows: what they check is so by how they are made, and a million takes seconds instead of minutes.
const asOwner = `set session_replication_role = replica; set synchronous_commit = off; set timezone = 'UTC';`;

const eventsOf = (count: number) => `
insert into event (id, type, publisher, livemode, created, received_at, body, status, attempts, finished_at, run_at, ids, amount, currency, object_id, is_sealed)
select 'evt_bench' || i,
  (array['invoice.paid', 'charge.updated', 'customer.subscription.updated', 'payment_intent.succeeded', 'checkout.session.completed',
    'invoice.created', 'refund.created', 'payment_method.attached', 'customer.updated', 'charge.refunded'])[1 + i % 10],
  case when i % 10 = 3 then 'al-manara' else 'moscow-times' end, false, moment, moment, decode(repeat(md5(i::text), 40), 'hex'),
  case when i % 100 = 7 then 'failed' when i % 10 = 4 then 'ignored' else 'done' end, 1, moment, moment,
  array['in_Bench' || i, 'cus_Bench' || i / 5, 'pi_Bench' || i / 2], 200 + i % 97, 'usd', 'in_Bench' || i, true
from generate_series(1, ${count}) i, lateral (select now() - interval '${years} years' * ((${count} - i)::float8 / ${count}) as moment) m
order by i`;

const transfersOf = (count: number) => `
insert into transfer (id, source, publisher, kind, gift_id, at, entry_count)
select 'tr_bench' || i, 'txn_Bench' || i, case when i % 10 = 3 then 'al-manara' else 'moscow-times' end,
  case when i % 100 = 9 then 'adjustment' else 'charge' end, 'gift_bench' || i / 5,
  date_trunc('second', now() - interval '${years} years' * ((${count} - i)::float8 / ${count})), case when i % 100 = 9 then 2 else 3 end
from generate_series(1, ${count}) i order by i`;

// A gift of some dollars less Stripe's part, or, once in a hundred, one that a bank took back.
const entriesOf = (count: number) => `
insert into entry (transfer_id, position, account, currency, amount, at, publisher, sequence)
select t.id, line.position, line.account, 'usd', line.amount, t.at, t.publisher, t.sequence
from generate_series(1, ${count}) i join transfer t on t.id = 'tr_bench' || i, lateral (values
  (0, 'stripe_balance', case when i % 100 = 9 then -500 else 455 end),
  (1, case when i % 100 = 9 then 'disputes_lost' else 'fees' end, case when i % 100 = 9 then 500 else 45 end),
  (2, (array['gifts:monthly', 'gifts:monthly', 'gifts:once', 'gifts:annual'])[1 + i % 4], case when i % 100 = 9 then null else -500 end)
) line (position, account, amount) where line.amount is not null`;

export const linesOfPayout = 200;

const payoutsOf = (count: number) => `
insert into payout (id, publisher, amount, currency, status, automatic, created_at, arrives_at, stripe_reconciliation, read_at, checked_at, reconciled_at, unexplained)
select 'po_Bench' || i, 'moscow-times', 100000, 'usd', 'paid', true, moment, moment, 'completed', moment, moment, moment, 0
from generate_series(1, ${Math.floor(count / linesOfPayout)}) i,
  lateral (select now() - interval '${years} years' * ((${count / linesOfPayout} - i)::float8 / ${count / linesOfPayout}) as moment) m`;

const payoutLinesOf = (count: number) => `
insert into payout_line (payout_id, source, kind, currency, amount, fee, net, at)
select 'po_Bench' || (1 + (i - 1) / ${linesOfPayout}), 'txn_Bench' || i, 'charge', 'usd', 500, 45, 455, now()
from generate_series(1, ${count}) i where (i - 1) / ${linesOfPayout} < ${Math.floor(count / linesOfPayout)}`;

/** Puts so many events and so many transfers, of two years, with the payouts that they make, in an empty database. */
export async function fillBooks(url: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(asOwner);
    for (const fill of [eventsOf, transfersOf, entriesOf, payoutsOf, payoutLinesOf])
      await client.query(fill(count));
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
  const db = openPostgres({ url, onError: () => {} });
  await sumDays(db);
  await db.query('analyze');
  await db.close();
}
