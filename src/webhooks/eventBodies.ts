import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Secrets } from '../ground/secrets.ts';
import type { Queryable } from '../ground/sql.ts';

/** Seals the bodies of events for their rows: they name readers, and are needed whole by nobody but staff who look. */
export interface EventBodies {
  seal(eventId: string, body: Uint8Array): Buffer;
  /** The bytes as they came; nothing where they were sealed for another event, or under another APP_SECRET. */
  open(eventId: string, sealed: Uint8Array): Buffer | undefined;
}

const purpose = 'event body';

export function createEventBodies(secrets: Secrets): EventBodies {
  return {
    // What is sealed cannot be compressed by the database any more.
    seal: (eventId, body) =>
      secrets.sealBytes(purpose, deflateRawSync(body, { level: 1 }), eventId),
    open(eventId, sealed) {
      const packed = secrets.openBytes(purpose, sealed, eventId);
      return packed && inflateRawSync(packed);
    },
  };
}

/** A body in its row, as it is kept. */
export interface KeptBody {
  readonly id: string;
  readonly body: Uint8Array;
  readonly is_sealed: boolean;
}

/** The bytes of a kept body, sealed or from before bodies were sealed. */
export const openBody = (
  bodies: EventBodies,
  { id, body, is_sealed }: KeptBody,
): Buffer | undefined => (is_sealed ? bodies.open(id, body) : Buffer.from(body));

/** One event's body as it was sent; nothing where there is no such event, or where it cannot be opened any more. */
export async function bodyOf(
  db: Queryable,
  bodies: EventBodies,
  id: string,
): Promise<string | undefined> {
  const { rows } = await db.query<KeptBody>('select id, body, is_sealed from event where id = $1', [
    id,
  ]);
  return rows[0] && openBody(bodies, rows[0])?.toString('utf8');
}
