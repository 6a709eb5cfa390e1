-- Letters that nobody sent, for the sandbox's outbox page where no mail server is configured. The letter is sealed.
create table outbox (
  id text primary key,
  sealed text not null,
  at timestamptz not null
);

create index outbox_at on outbox (at);
