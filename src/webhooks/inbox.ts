import type { Queryable } from '../ground/sql.ts';
import type { EventBodies } from './eventBodies.ts';
import { factsOf } from './eventFacts.ts';

export type EventStatus = 'received' | 'done' | 'ignored' | 'parked' | 'failed';
export const eventStatuses: readonly EventStatus[] = [
  'received',
  'done',
  'ignored',
  'parked',
  'failed',
];

export interface ArrivedEvent {
  readonly id: string;
  readonly type: string;
  readonly publisher: string;
  /** The connected account or context it is about; ours have none. */
  readonly account: string | null;
  readonly apiVersion: string | null;
  readonly livemode: boolean;
  readonly created: Date;
  readonly receivedAt: Date;
  /** The bytes that were signed. */
  readonly body: Uint8Array;
  /** Why it is not to be worked, where that is known at the door. */
  readonly parkedBecause?: string | undefined;
  /** Whether Stripe brought it, or we asked for it because it had not come. */
  readonly broughtBy?: 'delivery' | 'backfill';
}

const columns =
  'id, type, publisher, account, api_version, livemode, created, received_at, body, status, reason, brought_by, ids, amount, currency, object_id, is_sealed';

function rowOf(event: ArrivedEvent, bodies: EventBodies): unknown[] {
  const { objectId, ids, amount, currency } = factsOf(event.body);
  return [
    event.id,
    event.type,
    event.publisher,
    event.account,
    event.apiVersion,
    event.livemode,
    event.created,
    event.receivedAt,
    bodies.seal(event.id, event.body),
    event.parkedBecause ? 'parked' : 'received',
    event.parkedBecause ?? null,
    event.broughtBy ?? 'delivery',
    ids,
    amount,
    currency,
    objectId,
    true,
  ];
}

/**
 * Keeps events that are not there already, all or none; what comes again is counted. The bytes that Stripe signed take
 * the place of those we asked for.
 * @param events no two of the same id
 * @returns the ids of those that are new
 */
export async function keepEvents(
  db: Queryable,
  bodies: EventBodies,
  events: readonly ArrivedEvent[],
): Promise<ReadonlySet<string>> {
  // In one order everywhere, or two processes that are brought the same events could wait for each other.
  const rows = [...events]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((event) => rowOf(event, bodies));
  const places = rows.map(
    (row, i) => `(${row.map((_, j) => `$${i * row.length + j + 1}`).join(', ')})`,
  );
  const { rows: kept } = await db.query<{ id: string; deliveries: number }>(
    `insert into event (${columns}) values ${places.join(', ')}
     on conflict (id) do update set deliveries = event.deliveries + 1,
       body = case when event.brought_by = 'backfill' and excluded.brought_by = 'delivery' and event.is_sealed and not event.is_cut
         then excluded.body else event.body end,
       brought_by = case when excluded.brought_by = 'delivery' then 'delivery' else event.brought_by end
     returning id, deliveries`,
    rows.flat(),
  );
  return new Set(kept.filter(({ deliveries }) => deliveries === 1).map(({ id }) => id));
}

/** Keeps one event, as `keepEvents` does. @returns whether it is new */
export const keepEvent = async (
  db: Queryable,
  bodies: EventBodies,
  event: ArrivedEvent,
): Promise<boolean> => (await keepEvents(db, bodies, [event])).has(event.id);

/**
 * Puts an event that ended, failed, or waits for its next attempt at the head of the queue. One that is due or under way
 * stays as it is.
 * @returns whether it was put there; undefined where there is no such event
 */
export async function requeueEvent(db: Queryable, id: string): Promise<boolean | undefined> {
  const { rowCount } = await db.query(
    `update event set status = 'received', reason = null, error = null, run_at = clock_timestamp(), finished_at = null,
       lease = null, leased_until = null
     where id = $1 and (status <> 'received' or run_at > clock_timestamp())
       and (leased_until is null or leased_until < clock_timestamp()) returning id`,
    [id],
  );
  if (rowCount === 1) return true;
  const { rows } = await db.query('select id from event where id = $1', [id]);
  return rows.length === 1 ? false : undefined;
}
