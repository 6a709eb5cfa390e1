-- Books that finance can sign: events are tried for ever, what went wrong is kept as incidents, payouts are checked.

-- An event that failed many times stays in the queue, at a slow pace.
drop index event_waiting;
create index event_waiting on event (run_at, sequence) where status in ('received', 'failed');
create index event_received on event (received_at);

-- Who brought it: Stripe to our door, or we, who asked for what never came.
alter table event add column brought_by text not null default 'delivery' check (brought_by in ('delivery', 'backfill'));
alter table transfer add column brought_by text not null default 'event' check (brought_by in ('event', 'reconciliation'));

create index transfer_at on transfer (at, sequence);
create index transfer_gift on transfer (gift_id) where gift_id is not null;
create index transfer_publisher on transfer (publisher, sequence);
create index entry_account_transfer on entry (account, transfer_id);

-- Work that one process at a time does, whichever: who has it, until when, and what it needs to remember.
create table job (
  name text primary key,
  lease text,
  leased_until timestamptz,
  due_at timestamptz not null default now(),
  began_at timestamptz,
  ended_at timestamptz,
  error text,
  state jsonb not null default '{}',
  check ((lease is null) = (leased_until is null))
);

-- What somebody must look at, from when until when. A condition that comes back is a new incident.
create table incident (
  id bigint generated always as identity primary key,
  kind text not null,
  subject text not null,
  publisher text not null,
  gift_id text,
  detail jsonb not null default '{}',
  opened_at timestamptz not null,
  closed_at timestamptz,
  read_at timestamptz not null,
  told_open_at timestamptz,
  told_closed_at timestamptz,
  check (closed_at is null or closed_at >= opened_at)
);

create unique index incident_open on incident (kind, subject) where closed_at is null;
create index incident_newest on incident (opened_at desc, id desc);

-- Cards that were refused: counted, so that somebody who tries stolen ones is noticed. No personal datum.
create table decline (
  charge_id text primary key,
  publisher text not null,
  at timestamptz not null,
  code text
);

create index decline_at on decline (publisher, at);

-- A reader whose customer was deleted at Stripe has asked to be forgotten: later news of a gift does not bring them back.
create table forgotten_customer (
  customer_id text primary key,
  at timestamptz not null
);

create index gift_customer on gift (customer_id) where customer_id is not null;

-- Disputes and payouts as Stripe last told them; read_at tells which of two readings is the newer.
create table dispute (
  id text primary key,
  publisher text not null,
  gift_id text,
  charge_id text not null,
  amount bigint not null,
  currency text not null check (currency ~ '^[a-z]{3}$'),
  status text not null,
  reason text not null,
  evidence_due_at timestamptz,
  opened_at timestamptz not null,
  read_at timestamptz not null
);

create table payout (
  id text primary key,
  publisher text not null,
  amount bigint not null,
  currency text not null check (currency ~ '^[a-z]{3}$'),
  status text not null check (status in ('pending', 'in_transit', 'paid', 'failed', 'canceled')),
  automatic boolean not null,
  movement text,
  failure_movement text,
  created_at timestamptz not null,
  arrives_at timestamptz not null,
  stripe_reconciliation text not null check (stripe_reconciliation in ('completed', 'in_progress', 'not_applicable')),
  read_at timestamptz not null,
  checked_at timestamptz,
  reconciled_at timestamptz,
  unexplained bigint,
  check (reconciled_at is null or (checked_at is not null and unexplained = 0))
);

create index payout_newest on payout (created_at desc, id desc);
create index payout_open on payout (created_at) where reconciled_at is null;

-- What Stripe says a payout is made of. What we say of each line is in the ledger, under the same source.
create table payout_line (
  payout_id text not null references payout (id),
  source text not null,
  kind text not null,
  currency text not null,
  amount bigint not null,
  fee bigint not null,
  net bigint not null,
  at timestamptz not null,
  missed boolean not null default false,
  primary key (payout_id, source)
);

create index payout_line_source on payout_line (source);

-- Days held against Stripe's balance transactions.
create table checked_day (
  publisher text not null,
  day date not null,
  checked_at timestamptz not null,
  movements integer not null,
  added integer not null,
  unknown integer not null,
  different integer not null,
  primary key (publisher, day)
);

-- How the way from Stripe to us stands, for each account: what it could not deliver, and whether it has given up.
create table delivery_watch (
  publisher text primary key,
  undelivered_since timestamptz,
  endpoint_disabled boolean not null default false,
  backfilled_at timestamptz,
  brought integer not null default 0,
  looked_at timestamptz not null
);
