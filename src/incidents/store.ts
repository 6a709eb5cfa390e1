import { type Queryable, toInteger } from '../ground/sql.ts';
import type { Incident, IncidentNews } from './incident.ts';

const open = (db: Queryable, news: IncidentNews) =>
  db.query(
    `insert into incident (kind, subject, publisher, gift_id, detail, opened_at, read_at)
     select $1, $2, $3, $4, $5, $6, $6
     where not exists (select from incident where kind = $1 and subject = $2
         and (read_at > $6 or (settled_by is not null and detail = $5::jsonb)))
     on conflict (kind, subject) where closed_at is null
     do update set detail = excluded.detail, read_at = excluded.read_at`,
    [
      news.kind,
      news.subject,
      news.publisher,
      news.giftId ?? null,
      JSON.stringify(news.detail ?? {}),
      news.readAt,
    ],
  );

const close = (db: Queryable, { kind, subject, readAt }: IncidentNews) =>
  db.query(
    `update incident set closed_at = greatest(opened_at, $3), read_at = $3
     where kind = $1 and subject = $2 and closed_at is null and read_at <= $3`,
    [kind, subject, readAt],
  );

/** Opens an incident, or says more of the one that is open; or closes it. May be repeated. */
export async function noteIncident(db: Queryable, news: IncidentNews): Promise<void> {
  await (news.isOpen ? open(db, news) : close(db, news));
}

export interface IncidentFilter {
  readonly kind?: string | undefined;
  readonly publisher?: string | undefined;
  readonly isOpen?: boolean | undefined;
  /** Only those opened before this one. */
  readonly before?: number | undefined;
  readonly limit: number;
}

const fromRow = (row: Record<string, unknown>): Incident => ({
  id: toInteger(row.id),
  kind: row.kind as Incident['kind'],
  subject: row.subject as string,
  publisher: row.publisher as string,
  giftId: row.gift_id as string | null,
  detail: row.detail as Record<string, unknown>,
  openedAt: row.opened_at as Date,
  closedAt: row.closed_at as Date | null,
  settledBy: row.settled_by as string | null,
  settledReason: row.settled_reason as string | null,
});

const columns =
  'id, kind, subject, publisher, gift_id, detail, opened_at, closed_at, settled_by, settled_reason';

/** Incidents, the newest first. */
export async function listIncidents(
  db: Queryable,
  { kind, publisher, isOpen, before, limit }: IncidentFilter,
): Promise<Incident[]> {
  const { rows } = await db.query<Record<string, unknown>>(
    `select ${columns} from incident
     where ($1::text is null or kind = $1) and ($2::text is null or publisher = $2)
       and ($3::boolean is null or (closed_at is null) = $3) and ($4::bigint is null or id < $4)
     order by id desc limit $5`,
    [kind ?? null, publisher ?? null, isOpen ?? null, before ?? null, limit],
  );
  return rows.map(fromRow);
}

/** What is still open about some ids, or about a gift. */
export async function openIncidentsOf(
  db: Queryable,
  { subjects = [], giftId }: { subjects?: readonly string[]; giftId?: string },
): Promise<Incident[]> {
  const { rows } = await db.query<Record<string, unknown>>(
    `select ${columns} from incident
     where closed_at is null and (subject = any($1::text[]) or gift_id = $2) order by id desc limit 50`,
    [subjects, giftId ?? null],
  );
  return rows.map(fromRow);
}

/** Incidents by their ids, in the order in which they began. */
export async function incidentsById(db: Queryable, ids: readonly number[]): Promise<Incident[]> {
  const { rows } = await db.query<Record<string, unknown>>(
    `select ${columns} from incident where id = any($1::bigint[]) order by id`,
    [ids],
  );
  return rows.map(fromRow);
}

/** The subjects of open incidents, by their kind. */
export async function openSubjects(
  db: Queryable,
  kinds: readonly string[],
): Promise<Map<string, string[]>> {
  const { rows } = await db.query<{ kind: string; subjects: string[] }>(
    `select kind, array_agg(subject order by id) as subjects from incident
     where closed_at is null and kind = any($1::text[]) group by kind`,
    [kinds],
  );
  return new Map(rows.map(({ kind, subjects }) => [kind, subjects]));
}

/** Open incidents of some kinds in the order in which they began, from behind one of them on. */
export async function openIncidentsAfter(
  db: Queryable,
  { kinds, after, limit }: { kinds: readonly string[]; after: number; limit: number },
): Promise<Incident[]> {
  const { rows } = await db.query<Record<string, unknown>>(
    `select ${columns} from incident where closed_at is null and kind = any($1::text[]) and id > $2
     order by id limit $3`,
    [kinds, after, limit],
  );
  return rows.map(fromRow);
}
