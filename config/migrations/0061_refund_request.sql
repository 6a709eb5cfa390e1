-- Refunds that staff ordered: kept before Stripe is asked, so that one is never ordered twice and never forgotten. Above a
-- publisher's limit it waits for a second person. The money itself is booked by Stripe's news of it alone.
create table refund_request (
  id text primary key,
  form_key text not null unique,
  gift_id text not null references gift (id),
  publisher text not null,
  charge_id text not null,
  amount bigint not null check (amount > 0),
  currency text not null check (currency ~ '^[a-z]{3}$'),
  reason text not null,
  status text not null check (status in ('waiting', 'agreed', 'sent', 'refused', 'withdrawn', 'declined', 'expired')),
  asked_by text not null references staff (id),
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  decided_by text references staff (id),
  decided_at timestamptz,
  refund_id text,
  error text,
  check (decided_by is null or decided_at is not null)
);

create index refund_request_gift on refund_request (gift_id, asked_at);
create index refund_request_open on refund_request (asked_at) where status in ('waiting', 'agreed');
create index refund_request_newest on refund_request (asked_at desc, id desc);
