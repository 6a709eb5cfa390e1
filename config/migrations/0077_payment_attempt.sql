-- How often Stripe has tried to collect a renewal that fails, and when it tries again: a giver is told before the last try.
create table payment_attempt (
  gift_id text primary key,
  made smallint not null,
  next_at timestamptz,
  read_at timestamptz not null
);
