import type { Queryable } from '../../ground/sql.ts';

export interface RecentSession {
  readonly id: string;
  readonly status: string;
  readonly mode: string;
  readonly amount: number;
  readonly currency: string;
  readonly created: number;
}

export interface RecentEvent {
  readonly id: string;
  readonly type: string;
  readonly created: number;
  readonly delivered: number;
  readonly pending: number;
  readonly failed: number;
  readonly lastError: string | null;
}

export interface KnownEndpoint {
  readonly id: string;
  readonly account: string;
  readonly url: string;
  readonly status: string;
}

export interface KnownAccount {
  readonly account: string;
  readonly customers: number;
  readonly subscriptions: number;
  readonly charges: number;
  readonly lastAt: number;
}

export interface KnownClock {
  readonly id: string;
  readonly account: string;
  readonly name: string | null;
  readonly status: string;
  readonly time: number;
}

/** What the index page shows of all accounts, newest first. */
export async function readIndexData(db: Queryable) {
  const sessions = await db.query<RecentSession>(
    `select id, body::json->>'status' as status, body::json->>'mode' as mode, (body::json->>'amount_total')::float8 as amount,
       body::json->>'currency' as currency, created::float8 as created
     from sandbox_object where type = 'checkout.session' order by created desc, seq desc limit 10`,
  );
  const events = await db.query<RecentEvent>(
    `select e.id, e.body::json->>'type' as type, e.created::float8 as created,
       (select count(*)::int from sandbox_delivery d where d.account = e.account and d.event = e.id and d.status = 'delivered') as delivered,
       (select count(*)::int from sandbox_delivery d where d.account = e.account and d.event = e.id and d.status = 'pending') as pending,
       (select count(*)::int from sandbox_delivery d where d.account = e.account and d.event = e.id and d.status = 'failed') as failed,
       (select coalesce(d.last_error, d.last_status::text) from sandbox_delivery d
        where d.account = e.account and d.event = e.id and d.status <> 'delivered' limit 1) as "lastError"
     from sandbox_object e where e.type = 'event' order by e.created desc, e.seq desc limit 20`,
  );
  const endpoints = await db.query<KnownEndpoint>(
    `select id, account, body::json->>'url' as url, body::json->>'status' as status
     from sandbox_object where type = 'webhook_endpoint' order by created desc, seq desc limit 50`,
  );
  const accounts = await db.query<KnownAccount>(
    `select account,
       (count(*) filter (where type = 'customer'))::int as customers,
       (count(*) filter (where type = 'subscription'))::int as subscriptions,
       (count(*) filter (where type = 'charge'))::int as charges,
       max(created)::float8 as "lastAt"
     from sandbox_object group by account order by max(seq) desc limit 20`,
  );
  const clocks = await db.query<KnownClock>(
    `select id, account, body::json->>'name' as name, body::json->>'status' as status,
       (body::json->>'frozen_time')::float8 as time
     from sandbox_object where type = 'test_helpers.test_clock' order by created desc, seq desc limit 20`,
  );
  return {
    sessions: sessions.rows,
    events: events.rows,
    endpoints: endpoints.rows,
    accounts: accounts.rows,
    clocks: clocks.rows,
  };
}

export type IndexData = Awaited<ReturnType<typeof readIndexData>>;
