import type { Queryable } from '../ground/sql.ts';
import { type IncidentKind, settledByPeople } from './incident.ts';

/** Closes what is open of a kind about some subjects: what they told of is no longer so. May be repeated. */
export async function closeIncidents(
  db: Queryable,
  { kind, subjects, at }: { kind: IncidentKind; subjects: readonly string[]; at: Date },
): Promise<void> {
  await db.query(
    `update incident set closed_at = greatest(opened_at, $3), read_at = $3
     where kind = $1 and subject = any($2::text[]) and closed_at is null and read_at <= $3`,
    [kind, subjects, at],
  );
}

export interface Settlement {
  readonly id: number;
  /** Who ends it: the id of a staff member. */
  readonly by: string;
  readonly reason: string;
  readonly at: Date;
}

/**
 * Ends an incident by a person's word; the same facts told again do not open it again, others do.
 * @returns its subject, or undefined where it is over already, is none, or is not for people to end
 */
export async function settleIncident(
  db: Queryable,
  { id, by, reason, at }: Settlement,
): Promise<string | undefined> {
  const { rows } = await db.query<{ subject: string }>(
    `update incident set closed_at = greatest(opened_at, $4), settled_by = $2, settled_reason = $3
     where id = $1 and closed_at is null and kind = any($5::text[]) returning subject`,
    [id, by, reason, at, settledByPeople],
  );
  return rows[0]?.subject;
}
