-- Letters that are to be sent, each once. Neither text nor address is here: both are made, or asked for, when it is sent.
-- A lease on a waiting letter means that somebody writes it; `sending` that it is being handed over. A process that dies
-- in the first leaves it waiting, in the second nobody can know whether it was taken: it goes to review.
create table post (
  id text primary key,
  kind text not null,
  publisher text not null,
  about text not null,
  facts jsonb not null default '{}',
  due_at timestamptz not null,
  status text not null default 'waiting' check (status in ('waiting', 'sending', 'sent', 'dropped', 'review', 'failed')),
  reason text,
  attempts integer not null default 0,
  lease text,
  leased_until timestamptz,
  created_at timestamptz not null,
  finished_at timestamptz,
  check ((lease is null) = (leased_until is null)),
  check (status <> 'sending' or lease is not null),
  check ((status in ('waiting', 'sending')) = (finished_at is null)),
  check (finished_at is null or lease is null)
);

create index post_due on post (due_at, id) where status = 'waiting';
create index post_sending on post (leased_until) where status = 'sending';
create index post_about on post (about);
create index post_status on post (status, created_at);
