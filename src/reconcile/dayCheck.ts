import { dayMs, plusMs, toUnixSeconds } from '../ground/clock.ts';
import { allOf, type Stripe } from '../ground/stripe.ts';
import { movementsBetween } from '../ledger/movementStore.ts';
import { compare } from './compare.ts';
import { type SettleDependencies, settle } from './settle.ts';

/** How a day stood when it was last held against Stripe. */
export interface CheckedDay {
  readonly publisher: string;
  /** UTC, such as 2026-11-24. */
  readonly day: string;
  readonly movements: number;
  readonly added: readonly string[];
  readonly unknown: readonly string[];
  readonly different: readonly string[];
}

/** Holds all movements of one day (UTC) of an account against Stripe's, and adds what is missing. */
export async function checkDay(
  dependencies: SettleDependencies,
  account: { readonly stripe: Stripe; readonly owner: string; readonly publishers: string[] },
  day: string,
): Promise<CheckedDay> {
  const { db, clock } = dependencies;
  const from = new Date(`${day}T00:00:00Z`);
  const to = plusMs(from, dayMs);
  const created = { gte: toUnixSeconds(from), lt: toUnixSeconds(to) };
  const known = await movementsBetween(db, account.publishers, from, to);
  const stripes = await allOf(account.stripe.balanceTransactions.list({ created, limit: 100 }));
  const compared = compare(stripes, await movementsBetween(db, account.publishers, from, to));
  // What an event brought while Stripe's list was on its way is not unknown there: the list is older.
  const found = {
    ...compared,
    unknown: compared.unknown.filter(({ source }) => known.has(source)),
  };
  await settle(dependencies, account.stripe, account.owner, found);
  const { missing, unknown, different } = found;
  await db.query(
    `insert into checked_day (publisher, day, checked_at, movements, added, unknown, different)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (publisher, day) do update set checked_at = $3, movements = $4, added = checked_day.added + $5,
       unknown = $6, different = $7`,
    [
      account.owner,
      day,
      clock.now(),
      stripes.length,
      missing.length,
      unknown.length,
      different.length,
    ],
  );
  return {
    publisher: account.owner,
    day,
    movements: stripes.length,
    added: missing.map(({ id }) => id),
    unknown: unknown.map(({ source }) => source),
    different: different.map(({ stripe }) => stripe.id),
  };
}
