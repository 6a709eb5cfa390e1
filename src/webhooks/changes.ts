import { applyOutcome, type Outcome } from '../checkout/outcome.ts';
import { giftIdOf } from '../giving/gift.ts';
import type { Queryable, Transaction } from '../ground/sql.ts';

/** One thing that was written: the facts of it that are not as they were. No personal datum is among them. */
export interface Change {
  readonly kind: 'gift' | 'pledge' | 'transfer' | 'payout' | 'dispute' | 'decline' | 'incident';
  /** By which staff know it: of a transfer the line at Stripe, of an incident what it is about. */
  readonly id: string;
  /** Undefined where it is new. */
  readonly before?: Facts;
  readonly after: Facts;
}
export type Facts = Readonly<Record<string, unknown>>;

interface Seen {
  readonly kind: Change['kind'];
  readonly key: string;
  readonly id: string;
  readonly facts: Facts;
  readonly mine: boolean;
}

// Whether this very transaction wrote the row as it is now: another worker may write the same at the same time.
const mine = 'xmin = pg_current_xact_id()::xid';

const look = `
select 'gift' as kind, id as key, id, jsonb_build_object('status', status, 'amount', amount, 'currency', currency,
    'startedAt', started_at, 'paidUntil', paid_until, 'endsAt', ends_at, 'endedAt', ended_at, 'knownReader', reader_tag is not null) as facts, ${mine} as mine
  from gift where id = any($1::text[]) or customer_id = any($2::text[])
union all select 'pledge', id, id, jsonb_build_object('status', status), ${mine} from pledge where id = any($3::text[])
union all select 'transfer', t.source, t.source, jsonb_build_object('kind', t.kind, 'gift', t.gift_id, 'entries',
    (select jsonb_agg(jsonb_build_array(e.account, e.amount, e.currency) order by e.position) from entry e where e.transfer_id = t.id)), ${mine}
  from transfer t where t.source = any($4::text[])
union all select 'payout', id, id, jsonb_build_object('status', status, 'amount', amount, 'currency', currency,
    'arrivesAt', arrives_at, 'stripeReconciliation', stripe_reconciliation), ${mine} from payout where id = any($5::text[])
union all select 'dispute', id, id, jsonb_build_object('status', status, 'amount', amount, 'currency', currency, 'reason', reason), ${mine}
  from dispute where id = any($6::text[])
union all select 'decline', charge_id, charge_id, jsonb_build_object('code', code), ${mine} from decline where charge_id = any($7::text[])
union all select 'incident', id::text, subject, jsonb_build_object('kind', kind, 'open', closed_at is null), ${mine}
  from incident where subject = any($8::text[])`;

async function see(db: Queryable, outcome: Outcome): Promise<Seen[]> {
  const closings = outcome.closings.map(({ pledgeId }) => pledgeId);
  const payouts = outcome.payouts.map(({ id }) => id);
  const disputes = outcome.disputes.map(({ id }) => id);
  const { rows } = await db.query<Seen>(look, [
    [...outcome.gifts.map(({ id }) => id), ...closings.map(giftIdOf)],
    outcome.forgotten,
    closings,
    [
      ...outcome.transfers.map(({ source }) => source),
      // What a payout or a dispute moves further is booked with it.
      ...payouts.flatMap((id) => [`${id}:arrival`, `${id}:return`]),
      ...disputes.flatMap((id) => [`${id}:lost`, `${id}:lost_reversed`]),
    ],
    payouts,
    disputes,
    outcome.declines.map(({ chargeId }) => chargeId),
    outcome.incidents.map(({ subject }) => subject),
  ]);
  return rows;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const only = (facts: Facts, names: readonly string[]): Facts =>
  Object.fromEntries(names.map((name) => [name, facts[name]]));

/** Applies an outcome. @returns everything that is not as it was before, and nothing else */
export async function applyWatched(
  tx: Transaction,
  outcome: Outcome,
  now: Date,
): Promise<Change[]> {
  const before = new Map((await see(tx, outcome)).map((one) => [`${one.kind} ${one.key}`, one]));
  await applyOutcome(tx, outcome, now);
  const after = await see(tx, outcome);
  return after.flatMap(({ kind, key, id, facts, mine }): Change[] => {
    if (!mine) return [];
    const was = before.get(`${kind} ${key}`);
    if (!was) return [{ kind, id, after: facts }];
    const names = Object.keys(facts).filter((name) => !same(was.facts[name], facts[name]));
    return names.length > 0
      ? [{ kind, id, before: only(was.facts, names), after: only(facts, names) }]
      : [];
  });
}
