import { newId } from '../ground/ids.ts';
import { type Queryable, type Transaction, toInteger } from '../ground/sql.ts';
import { imbalance, type Transfer } from './transfer.ts';

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
  readonly entries: { account: string; currency: string; amount: number }[];
}

export interface TransferFilter {
  readonly source?: string | undefined;
  readonly account?: string | undefined;
  readonly publisher?: string | undefined;
  readonly giftId?: string | undefined;
  /** Moved at or after this, and before that. */
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
  /** Only those booked before this one. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Transfers with their entries, those booked last first. */
export async function listTransfers(
  db: Queryable,
  filter: TransferFilter,
): Promise<BookedTransfer[]> {
  const { rows } = await db.query<Record<string, unknown>>(
    `select t.id, t.source, t.publisher, t.kind, t.gift_id, t.at, t.brought_by, t.sequence,
       coalesce((select jsonb_agg(jsonb_build_object('account', e.account, 'currency', e.currency, 'amount', e.amount) order by e.position)
                 from entry e where e.transfer_id = t.id), '[]') as entries
     from transfer t
     where ($1::text is null or t.source = $1)
       and ($2::text is null or exists (select from entry e where e.transfer_id = t.id and e.account = $2))
       and ($3::text is null or t.publisher = $3)
       and ($4::text is null or t.gift_id = $4)
       and ($5::bigint is null or t.sequence < $5)
       and ($7::timestamptz is null or t.at >= $7) and ($8::timestamptz is null or t.at < $8)
     order by t.sequence desc limit $6`,
    [
      filter.source ?? null,
      filter.account ?? null,
      filter.publisher ?? null,
      filter.giftId ?? null,
      filter.before ?? null,
      filter.limit,
      filter.from ?? null,
      filter.until ?? null,
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
  readonly account: string;
  readonly currency: string;
  readonly amount: number;
}

/** What every account holds, from movements up to and including an instant. */
export async function listBalances(db: Queryable, at: Date): Promise<Balance[]> {
  const { rows } = await db.query<Record<string, unknown>>(
    `select t.publisher, e.account, e.currency, sum(e.amount)::text as amount
     from entry e join transfer t on t.id = e.transfer_id
     where t.at <= $1
     group by t.publisher, e.account, e.currency
     order by t.publisher, e.currency, e.account`,
    [at],
  );
  return rows.map((row) => ({
    publisher: row.publisher as string,
    account: row.account as string,
    currency: row.currency as string,
    amount: toInteger(row.amount),
  }));
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
