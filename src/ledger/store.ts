import { plusMs } from '../ground/clock.ts';
import { newId } from '../ground/ids.ts';
import { type Queryable, type Transaction, toInteger } from '../ground/sql.ts';
import type { Account } from './account.ts';
import { type Entry, imbalance, type Transfer } from './transfer.ts';
import { turnoverBefore } from './turnover.ts';

/** What made us book a transfer: news from Stripe, or our own look at Stripe's list of movements. */
export type BroughtBy = 'event' | 'reconciliation';

/**
 * Books transfers that are not in the ledger yet; one that is there already stays as it is, so booking may be repeated.
 * @returns how many were new
 */
export async function bookTransfers(
  tx: Transaction,
  transfers: readonly Transfer[],
  broughtBy: BroughtBy = 'event',
): Promise<number> {
  let booked = 0;
  // In one order for all, so that two transactions never wait for each other.
  for (const transfer of [...transfers].sort((a, b) => (a.source < b.source ? -1 : 1))) {
    if (imbalance(transfer.entries).length > 0)
      throw new Error(`transfer for ${transfer.source} does not add up`);
    const id = newId('tr');
    const { rowCount } = await tx.query(
      `insert into transfer (id, source, publisher, kind, gift_id, at, entry_count, brought_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (source) do nothing returning id`,
      [
        id,
        transfer.source,
        transfer.publisher,
        transfer.kind,
        transfer.giftId ?? null,
        transfer.at,
        transfer.entries.length,
        broughtBy,
      ],
    );
    if (rowCount === 0) continue;
    booked += 1;
    for (const [position, { account, currency, amount }] of transfer.entries.entries()) {
      await tx.query(
        'insert into entry (transfer_id, position, account, currency, amount) values ($1, $2, $3, $4, $5)',
        [id, position, account, currency, amount],
      );
    }
  }
  return booked;
}

export interface BookedTransfer {
  readonly id: string;
  readonly source: string;
  readonly publisher: string;
  readonly kind: string;
  readonly giftId: string | null;
  readonly at: Date;
  readonly broughtBy: BroughtBy;
  readonly sequence: number;
  readonly entries: Entry[];
}

/** A place in the journal: what moved last stands first. */
export interface JournalPlace {
  readonly at: Date;
  readonly sequence: number;
}

export interface TransferFilter {
  readonly source?: string | undefined;
  readonly account?: string | undefined;
  readonly publisher?: string | undefined;
  readonly giftId?: string | undefined;
  /** Moved at or after this, and before that. */
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
  /** Only those that come after this one in the list. */
  readonly after?: JournalPlace | undefined;
  readonly limit: number;
}

const conditions = `($2::text is null or publisher = $2)
  and ($3::timestamptz is null or at >= $3) and ($4::timestamptz is null or at < $4)
  and ($5::timestamptz is null or (at, sequence) < ($5, $6::bigint))`;
const newestFirst = 'order by at desc, sequence desc limit $1';

// Entries of one account are few among all, or all there are: either way they are found by the account, in order of time.
const sourceOf = ({ account, source, giftId }: TransferFilter): string => {
  if (account === undefined) return `transfer where ${conditions} and ($7::text is null or true)`;
  return source === undefined && giftId === undefined
    ? `transfer where sequence in (select distinct_entry.sequence from (select distinct at, sequence from entry where account = $7 and ${conditions} ${newestFirst}) distinct_entry)`
    : `transfer where ${conditions} and exists (select from entry e where e.transfer_id = transfer.id and e.account = $7)`;
};

/** Transfers with their entries, what moved last first. */
export async function listTransfers(
  db: Queryable,
  filter: TransferFilter,
): Promise<BookedTransfer[]> {
  const { rows } = await db.query<Record<string, unknown>>(
    `select t.id, t.source, t.publisher, t.kind, t.gift_id, t.at, t.brought_by, t.sequence,
       coalesce((select jsonb_agg(jsonb_build_object('account', e.account, 'currency', e.currency, 'amount', e.amount) order by e.position)
                 from entry e where e.transfer_id = t.id), '[]') as entries
     from (select * from ${sourceOf(filter)} and ($8::text is null or source = $8) and ($9::text is null or gift_id = $9) ${newestFirst}) t
     order by t.at desc, t.sequence desc`,
    [
      filter.limit,
      filter.publisher ?? null,
      filter.from ?? null,
      filter.until ?? null,
      filter.after?.at ?? null,
      filter.after?.sequence ?? null,
      filter.account ?? null,
      filter.source ?? null,
      filter.giftId ?? null,
    ],
  );
  return rows.map((row) => ({
    id: row.id as string,
    source: row.source as string,
    publisher: row.publisher as string,
    kind: row.kind as string,
    giftId: row.gift_id as string | null,
    at: row.at as Date,
    broughtBy: row.brought_by as BroughtBy,
    sequence: toInteger(row.sequence),
    entries: row.entries as BookedTransfer['entries'],
  }));
}

export interface Balance {
  readonly publisher: string;
  readonly account: Account;
  readonly currency: string;
  readonly amount: number;
}

/** What every account holds, from movements up to and including an instant. */
export async function listBalances(db: Queryable, at: Date): Promise<Balance[]> {
  const [turnover = []] = await turnoverBefore(db, [plusMs(at, 1)]);
  const orderOf = ({ publisher, currency, account }: Balance) =>
    [publisher, currency, account].join();
  return turnover
    .map(({ debits, credits, ...of }) => ({ ...of, amount: debits - credits }))
    .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

/** The gift under which each of these sources is booked, where there is one. */
export async function bookedSourcesOf(
  db: Queryable,
  sources: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await db.query<{ source: string; gift_id: string }>(
    'select source, gift_id from transfer where source = any($1) and gift_id is not null',
    [sources],
  );
  return new Map(rows.map((row) => [row.source, row.gift_id]));
}

/** Which of these sources are booked. */
export async function bookedAmong(db: Queryable, sources: readonly string[]): Promise<Set<string>> {
  const { rows } = await db.query<{ source: string }>(
    'select source from transfer where source = any($1)',
    [sources],
  );
  return new Set(rows.map(({ source }) => source));
}
