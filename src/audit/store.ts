import type { Clock } from '../ground/clock.ts';
import { type Queryable, type Transaction, toInteger } from '../ground/sql.ts';
import { type Act, type AuditEntry, firstHash, hashOf } from './act.ts';

export interface Noted {
  readonly actor: string;
  readonly act: Act;
  readonly subject?: string | null;
  readonly detail?: string | null;
}

/** Adds a line to the audit log, in the transaction of what it tells of: both are there, or neither. */
export async function note(tx: Transaction, clock: Clock, noted: Noted): Promise<void> {
  // One writer at a time: an entry holds the hash of the one before.
  await tx.query("select pg_advisory_xact_lock(hashtext('smallfavor audit'))");
  const { rows } = await tx.query<{ sequence: unknown; hash: string }>(
    'select sequence, hash from audit order by sequence desc limit 1',
  );
  const entry: AuditEntry = {
    sequence: toInteger(rows[0]?.sequence ?? 0) + 1,
    at: clock.now(),
    actor: noted.actor,
    act: noted.act,
    subject: noted.subject ?? null,
    detail: noted.detail ?? null,
  };
  await tx.query(
    'insert into audit (sequence, at, actor, act, subject, detail, hash) values ($1, $2, $3, $4, $5, $6, $7)',
    [
      entry.sequence,
      entry.at,
      entry.actor,
      entry.act,
      entry.subject,
      entry.detail,
      hashOf(entry, rows[0]?.hash ?? firstHash),
    ],
  );
}

export interface AuditFilter {
  readonly actor?: string | undefined;
  readonly act?: string | undefined;
  readonly subject?: string | undefined;
  /** The first instant with it, the last without. */
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

const columns = 'sequence, at, actor, act, subject, detail, hash';

const fromRow = (row: Record<string, unknown>): AuditEntry & { hash: string } => ({
  sequence: toInteger(row.sequence),
  at: row.at as Date,
  actor: row.actor as string,
  act: row.act as Act,
  subject: row.subject as string | null,
  detail: row.detail as string | null,
  hash: row.hash as string,
});

/** The audit log, the newest first. */
export async function listAudit(
  db: Queryable,
  { actor, act, subject, from, until, before, limit }: AuditFilter,
): Promise<AuditEntry[]> {
  const { rows } = await db.query<Record<string, unknown>>(
    `select ${columns} from audit
     where ($1::text is null or actor = $1) and ($2::text is null or act = $2)
       and ($3::text is null or subject = $3) and ($4::bigint is null or sequence < $4)
       and ($6::timestamptz is null or at >= $6) and ($7::timestamptz is null or at < $7)
     order by sequence desc limit $5`,
    [
      actor ?? null,
      act ?? null,
      subject ?? null,
      before ?? null,
      limit,
      from ?? null,
      until ?? null,
    ],
  );
  return rows.map(fromRow).map(({ hash: _, ...entry }) => entry);
}

/** Walks the whole chain. @returns how many entries there are, and the first that is not what was written, if any */
export async function checkAudit(
  db: Queryable,
): Promise<{ entries: number; broken: number | undefined }> {
  let previous = firstHash;
  let entries = 0;
  for (;;) {
    const { rows } = await db.query<Record<string, unknown>>(
      `select ${columns} from audit where sequence > $1 order by sequence limit 1000`,
      [entries],
    );
    for (const { hash, ...entry } of rows.map(fromRow)) {
      if (entry.sequence !== entries + 1 || hash !== hashOf(entry, previous))
        return { entries, broken: entries + 1 };
      previous = hash;
      entries += 1;
    }
    if (rows.length < 1000) return { entries, broken: undefined };
  }
}
