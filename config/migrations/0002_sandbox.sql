-- The sandbox: everything that Stripe's stand-in keeps. Nothing outside src/sandbox reads these tables.

-- Every object that the API answers with, of any type. `json`, not `jsonb`: the order of the keys is part of the answer.
create table sandbox_object (
  account text not null,
  id text not null,
  type text not null,
  created bigint not null,
  seq bigint generated always as identity,
  refs text[] not null default '{}',
  body json not null,
  hidden json,
  primary key (id, account)
);

create index sandbox_object_newest on sandbox_object (account, type, created desc, seq desc);

create index sandbox_object_refs on sandbox_object using gin (refs);

-- Idempotency keys with the answer they were given. `claimed_until` is set while the first request is still running.
create table sandbox_request_key (
  account text not null,
  key text not null,
  fingerprint text not null,
  claimed_until timestamptz,
  status integer,
  body text,
  request text not null,
  created_at timestamptz not null,
  primary key (account, key)
);

create index sandbox_request_key_age on sandbox_request_key (created_at);

-- One row for each event and endpoint; due_at is null once it was delivered or given up.
create table sandbox_delivery (
  id bigint generated always as identity primary key,
  account text not null,
  event text not null,
  endpoint text not null,
  status text not null default 'pending' check (status in ('pending', 'delivered', 'failed')),
  attempts integer not null default 0,
  held boolean not null default false,
  due_at timestamptz,
  claimed_until timestamptz,
  last_status integer,
  last_error text,
  last_at timestamptz
);

create index sandbox_delivery_due on sandbox_delivery (due_at) where due_at is not null;

create index sandbox_delivery_event on sandbox_delivery (account, event);

-- Faults that are on; one row for the whole sandbox.
create table sandbox_setting (
  name text primary key,
  value json not null
);
