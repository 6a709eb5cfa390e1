import { toUnixSeconds } from '../ground/clock.ts';
import { type Queryable, toInteger } from '../ground/sql.ts';
import { type EventBodies, type KeptBody, openBody } from './eventBodies.ts';
import { factsOf } from './eventFacts.ts';

interface Row extends KeptBody {
  readonly type: string;
  readonly created: Date;
  readonly livemode: boolean;
  readonly object_id: string | null;
  readonly sequence: unknown;
}

const columns = 'id, type, created, livemode, object_id, body, is_sealed, sequence';
const batch = 200;

/** What a replay needs of an event: what it is about. The rest, names and addresses among it, is not kept for ever. */
async function cut(db: Queryable, bodies: EventBodies, row: Row): Promise<void> {
  const { id, type, livemode, created } = row;
  const objectId = row.object_id ?? (row.is_sealed ? null : factsOf(row.body).objectId);
  const about = { ...(objectId && { id: objectId }) };
  const left = JSON.stringify({
    id,
    object: 'event',
    type,
    created: toUnixSeconds(created),
    livemode,
    data: { object: about },
  });
  await db.query(
    'update event set body = $2, object_id = $3, is_sealed = true, is_cut = true where id = $1',
    [id, bodies.seal(id, Buffer.from(left)), objectId],
  );
}

/** Cuts the bodies of events that ended before then; they can still be replayed, since handlers ask Stripe. @returns how many */
export async function cutOldBodies(
  db: Queryable,
  bodies: EventBodies,
  endedBefore: Date,
): Promise<number> {
  for (let done = 0; ; ) {
    const { rows } = await db.query<Row>(
      `select ${columns} from event
       where not is_cut and status in ('done', 'ignored') and finished_at < $1 limit ${batch}`,
      [endedBefore],
    );
    for (const row of rows) await cut(db, bodies, row);
    done += rows.length;
    if (rows.length < batch) return done;
  }
}

/**
 * Cuts the bodies of events that speak of any of these words, whatever their case, or that cannot be read any more.
 * Bodies are sealed: each that is not cut yet, and came since then, is opened. @returns how many were cut
 */
export async function cutBodiesThatSpeakOf(
  db: Queryable,
  bodies: EventBodies,
  words: readonly string[],
  since = new Date(0),
): Promise<number> {
  const wanted = words.map((word) => word.toLowerCase());
  for (let done = 0, after = 0; ; ) {
    const { rows } = await db.query<Row>(
      `select ${columns} from event
       where not is_cut and sequence > $1 and received_at >= $2 order by sequence limit ${batch}`,
      [after, since],
    );
    for (const row of rows) {
      after = toInteger(row.sequence);
      const text = openBody(bodies, row)?.toString('utf8').toLowerCase();
      if (text && !wanted.some((word) => text.includes(word))) continue;
      await cut(db, bodies, row);
      done += 1;
    }
    if (rows.length < batch) return done;
  }
}
