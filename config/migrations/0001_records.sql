-- What happened: pledges, gifts, the ledger, and the inbox of Stripe's events.

-- Small things that must outlive a restart, such as the signing secrets of the sandbox's endpoints.
create table setting (
  name text primary key,
  value text not null
);

-- A reader's intention, stored before Stripe is asked, so that a repeated request finds it.
-- What says which article was read and by whom is cleared when the pledge closes.
create table pledge (
  id text primary key,
  publisher text not null,
  reader_tag text,
  frequency text not null check (frequency in ('once', 'monthly', 'annual')),
  amount bigint not null check (amount > 0),
  currency text not null check (currency ~ '^[a-z]{3}$'),
  return_url text,
  locale text,
  campaign text,
  variant text,
  request_key text,
  attempt integer not null default 1,
  status text not null default 'open' check (status in ('open', 'complete', 'expired')),
  session_id text unique,
  session_url text,
  created_at timestamptz not null,
  closed_at timestamptz,
  key_shown_at timestamptz,
  check ((status = 'open') = (closed_at is null)),
  check (status = 'open' or (return_url is null and session_url is null))
);

create unique index pledge_request_key on pledge (publisher, request_key);
create index pledge_open on pledge (created_at) where status = 'open';

-- Money a reader gives. Mirrors what Stripe says; read_at tells which of two readings is the newer.
create table gift (
  id text primary key,
  publisher text not null,
  pledge_id text not null unique references pledge (id),
  frequency text not null check (frequency in ('once', 'monthly', 'annual')),
  amount bigint not null check (amount > 0),
  currency text not null check (currency ~ '^[a-z]{3}$'),
  status text not null check (status in ('pending', 'active', 'past_due', 'paused', 'ended', 'given', 'failed')),
  customer_id text,
  subscription_id text unique,
  payment_intent_id text unique,
  reader_tag text,
  campaign text,
  variant text,
  started_at timestamptz not null,
  paid_until timestamptz,
  ends_at timestamptz,
  ended_at timestamptz,
  read_at timestamptz not null,
  check ((frequency = 'once') = (subscription_id is null))
);

create index gift_reader on gift (reader_tag) where reader_tag is not null;

-- Tokens are kept as hashes: whoever reads this table cannot act for a supporter.
create table supporter_key (
  hash text primary key,
  gift_id text not null references gift (id),
  created_at timestamptz not null
);

-- The ledger: one transfer for each balance transaction of Stripe, with the lines that balance it.
create table transfer (
  id text primary key,
  source text not null unique,
  publisher text not null,
  kind text not null,
  gift_id text,
  at timestamptz not null,
  entry_count smallint not null check (entry_count >= 0),
  sequence bigint generated always as identity unique,
  recorded_at timestamptz not null default now()
);

create table entry (
  transfer_id text not null references transfer (id),
  position smallint not null check (position >= 0),
  account text not null check (account ~ '^[a-z_]+(:[a-z_]+)?$'),
  currency text not null check (currency ~ '^[a-z]{3}$'),
  amount bigint not null check (amount <> 0),
  primary key (transfer_id, position)
);

create index entry_account on entry (account, currency);

create function ledger_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is only added to: % of % refused', tg_op, tg_table_name using errcode = 'P0001';
end
$$;

create trigger transfer_stays before update or delete on transfer for each row execute function ledger_refuse_change();
create trigger entry_stays before update or delete on entry for each row execute function ledger_refuse_change();
create trigger transfer_not_emptied before truncate on transfer for each statement execute function ledger_refuse_change();
create trigger entry_not_emptied before truncate on entry for each statement execute function ledger_refuse_change();

-- Looked at when the transaction commits: a transfer has exactly the entries it announced, and they add up to nothing per currency.
create function ledger_check_balance() returns trigger language plpgsql as $$
declare
  checked text := to_jsonb(new) ->> tg_argv[0];
begin
  if (select count(*) from entry where transfer_id = checked) <> (select entry_count from transfer where id = checked) then
    raise exception 'transfer % has not the entries it announced', checked using errcode = 'P0001';
  end if;
  if exists (select from entry where transfer_id = checked group by currency having sum(amount) <> 0) then
    raise exception 'transfer % does not add up to nothing', checked using errcode = 'P0001';
  end if;
  return null;
end
$$;

create constraint trigger transfer_balances after insert on transfer
  deferrable initially deferred for each row execute function ledger_check_balance('id');
create constraint trigger entry_balances after insert on entry
  deferrable initially deferred for each row execute function ledger_check_balance('transfer_id');

-- The inbox: each event once, its body as the bytes that were signed (jsonb refuses some of them), and what became of it.
create table event (
  id text primary key,
  type text not null,
  publisher text not null,
  account text,
  api_version text,
  livemode boolean not null,
  created timestamptz not null,
  received_at timestamptz not null,
  body bytea not null,
  status text not null check (status in ('received', 'done', 'ignored', 'parked', 'failed')),
  reason text,
  error text,
  attempts integer not null default 0,
  deliveries integer not null default 1,
  run_at timestamptz not null default now(),
  lease text,
  leased_until timestamptz,
  finished_at timestamptz,
  sequence bigint generated always as identity unique,
  check ((lease is null) = (leased_until is null))
);

create index event_waiting on event (run_at, sequence) where status = 'received';
create index event_status on event (status, sequence);
create index event_type on event (type, sequence);

-- Every try at an event, with its error, for those who ask what happened.
create table event_attempt (
  event_id text not null references event (id),
  number integer not null,
  began_at timestamptz not null,
  ended_at timestamptz not null,
  outcome text not null check (outcome in ('done', 'ignored', 'parked', 'failed')),
  error text,
  primary key (event_id, number)
);
