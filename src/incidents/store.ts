import { type Queryable, toInteger } from '../ground/sql.ts';
import type { Incident, IncidentNews } from './incident.ts';

const open = (db: Queryable, news: IncidentNews) =>
  db.query(
    `insert into incident (kind, subject, publisher, gift_id, detail, opened_at, read_at)
     select $1, $2, $3, $4, $5, $6, $6
     where not exists (select from incident where kind = $1 and subject = $2 and read_at > $6)
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
});

const columns = 'id, kind, subject, publisher, gift_id, detail, opened_at, closed_at';

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

/** Incidents whose beginning, or whose end, nobody was told of yet. */
export async function untoldIncidents(db: Queryable, limit: number): Promise<Incident[]> {
  const { rows } = await db.query<Record<string, unknown>>(
    `select ${columns} from incident
     where told_open_at is null or (closed_at is not null and told_closed_at is null)
     order by id limit $1`,
    [limit],
  );
  return rows.map(fromRow);
}

/** Notes that an incident's beginning, and its end where it is over, were told. */
export async function markTold(db: Queryable, { id, closedAt }: Incident, at: Date): Promise<void> {
  await db.query(
    `update incident set told_open_at = coalesce(told_open_at, $2),
       told_closed_at = case when $3 then coalesce(told_closed_at, $2) else told_closed_at end
     where id = $1`,
    [id, at, closedAt !== null],
  );
}
