import { forgetReturned } from '../ground/returnedPost.ts';
import { type Queryable, type Transaction, toInteger } from '../ground/sql.ts';
import { isForgotten } from './forgottenCustomer.ts';
import type { Gift } from './gift.ts';
import { freePledges } from './pledgeStore.ts';

const columns =
  'id, publisher, pledge_id, frequency, amount, currency, status, customer_id, subscription_id, payment_intent_id, reader_tag, campaign, variant, started_at, paid_until, ends_at, ended_at, read_at';

const fromRow = (row: Record<string, unknown>): Gift => ({
  id: row.id as string,
  publisher: row.publisher as string,
  pledgeId: row.pledge_id as string,
  frequency: row.frequency as Gift['frequency'],
  amount: toInteger(row.amount),
  currency: row.currency as string,
  status: row.status as Gift['status'],
  customerId: row.customer_id as string | null,
  subscriptionId: row.subscription_id as string | null,
  paymentIntentId: row.payment_intent_id as string | null,
  readerTag: row.reader_tag as string | null,
  campaign: row.campaign as string | null,
  variant: row.variant as string | null,
  startedAt: row.started_at as Date,
  paidUntil: row.paid_until as Date | null,
  endsAt: row.ends_at as Date | null,
  endedAt: row.ended_at as Date | null,
  readAt: row.read_at as Date,
});

async function all(db: Queryable, rest: string, values: unknown[]): Promise<Gift[]> {
  const { rows } = await db.query<Record<string, unknown>>(
    `select ${columns} from gift ${rest}`,
    values,
  );
  return rows.map(fromRow);
}

export const findGift = async (db: Queryable, id: string): Promise<Gift | undefined> =>
  (await all(db, 'where id = $1', [id]))[0];

/** The gift that a supporter key opens, by the key's hash. */
export const giftOfKey = async (db: Queryable, hash: string): Promise<Gift | undefined> =>
  (await all(db, 'where id = (select gift_id from supporter_key where hash = $1)', [hash]))[0];

export const giftsOfReader = (
  db: Queryable,
  publisher: string,
  readerTag: string,
): Promise<Gift[]> =>
  all(
    db,
    `where publisher = $1 and (reader_tag = $2
       or id in (select gift_id from gift_device where gift_device.reader_tag = $2))`,
    [publisher, readerTag],
  );

export const giftsOfCustomers = (
  db: Queryable,
  publisher: string,
  customerIds: readonly string[],
): Promise<Gift[]> =>
  all(db, 'where publisher = $1 and customer_id = any($2::text[])', [publisher, customerIds]);

/**
 * Stores what was read of a gift, unless something read later is there. The reader's tag is set when the gift is made
 * and never again: its pledge has forgotten it by then, and the reader may have asked us, or Stripe, to.
 */
export async function saveGift(tx: Transaction, gift: Gift): Promise<void> {
  const forgotten = gift.customerId !== null && (await isForgotten(tx, gift.customerId));
  await tx.query(
    `insert into gift (${columns})
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
     on conflict (id) do update set
       amount = excluded.amount, currency = excluded.currency, status = excluded.status, customer_id = excluded.customer_id,
       subscription_id = excluded.subscription_id, payment_intent_id = excluded.payment_intent_id,
       started_at = excluded.started_at, paid_until = excluded.paid_until, ends_at = excluded.ends_at,
       ended_at = excluded.ended_at, read_at = excluded.read_at
     where gift.read_at <= excluded.read_at`,
    [
      gift.id,
      gift.publisher,
      gift.pledgeId,
      gift.frequency,
      gift.amount,
      gift.currency,
      gift.status,
      gift.customerId,
      gift.subscriptionId,
      gift.paymentIntentId,
      forgotten ? null : gift.readerTag,
      gift.campaign,
      gift.variant,
      gift.startedAt,
      gift.paidUntil,
      gift.endsAt,
      gift.endedAt,
      gift.readAt,
    ],
  );
}

/** Cuts the link between a reader and their gifts; the gifts stay. */
export async function forgetReaderOfGifts(
  db: Queryable,
  publisher: string,
  readerTag: string,
): Promise<void> {
  await db.query('delete from gift_device where reader_tag = $1', [readerTag]);
  await db.query('update gift set reader_tag = null where publisher = $1 and reader_tag = $2', [
    publisher,
    readerTag,
  ]);
  await freePledges(db, publisher, readerTag);
}

export interface GiftFilter {
  readonly publisher?: string | undefined;
  readonly status?: string | undefined;
  /** It is, or once was charged, one of these sums in minor units. */
  readonly sums?: readonly { readonly amount: number; readonly currency: string }[] | undefined;
  /** It began, or was charged, at or after this and before that. */
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
  /** An id of it: its own, its customer's, subscription's, payment's or pledge's. */
  readonly text?: string | undefined;
  /** Only those that come after this one in the list: newest first, by start and id. */
  readonly after?: { startedAt: Date; id: string } | undefined;
  readonly limit: number;
}

export const listGifts = (
  db: Queryable,
  { publisher, status, sums, from, until, text, after, limit }: GiftFilter,
): Promise<Gift[]> =>
  all(
    db,
    `where ($1::text is null or publisher = $1) and ($2::text is null or status = $2)
       and ($3::timestamptz is null or (started_at, id) < ($3, $4))
       and ($6::bigint[] is null or (amount, currency) in (select * from unnest($6::bigint[], $7::text[]))
         or exists (select from transfer t join entry e on e.transfer_id = t.id
           where t.gift_id = gift.id and e.account like 'gifts:%'
             and (-e.amount, e.currency) in (select * from unnest($6::bigint[], $7::text[]))))
       and (($8::timestamptz is null or started_at >= $8) and ($9::timestamptz is null or started_at < $9)
         or exists (select from transfer t where t.gift_id = gift.id and t.kind in ('charge', 'payment')
           and ($8::timestamptz is null or t.at >= $8) and ($9::timestamptz is null or t.at < $9)))
       and ($10::text is null or $10 in (id, customer_id, subscription_id, payment_intent_id, pledge_id))
     order by started_at desc, id desc limit $5`,
    [
      publisher ?? null,
      status ?? null,
      after?.startedAt ?? null,
      after?.id ?? null,
      limit,
      sums?.map(({ amount }) => amount) ?? null,
      sums?.map(({ currency }) => currency) ?? null,
      from ?? null,
      until ?? null,
      text ?? null,
    ],
  );

/** The database's own time, before Stripe is asked: what is read after it is newer than what was read before, whichever process reads. */
export async function readingTime(db: Queryable): Promise<Date> {
  const { rows } = await db.query<{ at: Date }>('select clock_timestamp() as at');
  return rows[0]!.at;
}

/** Forgets who gave: keys, browsers and codes go, and so do letters that wait. The gifts stay. */
export async function forgetGivers(
  tx: Transaction,
  giftIds: readonly string[],
  at: Date,
): Promise<void> {
  const of = [giftIds];
  await tx.query('update gift set reader_tag = null where id = any($1::text[])', of);
  await tx.query('delete from supporter_key where gift_id = any($1::text[])', of);
  await tx.query('delete from gift_device where gift_id = any($1::text[])', of);
  await tx.query('delete from one_time_code where gift_id = any($1::text[])', of);
  await tx.query(
    `update post set status = 'dropped', reason = 'erased', lease = null, leased_until = null, finished_at = $2
     where about = any($1::text[]) and status = 'waiting'`,
    [giftIds, at],
  );
  await forgetReturned(tx, giftIds);
}
