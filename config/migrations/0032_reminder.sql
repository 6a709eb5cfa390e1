-- The one letter that a reader asked for. The address and the article are sealed, and go when it is sent or cancelled;
-- the person is a keyed hash, kept some weeks so that nobody can have somebody else flooded with letters.
create table reminder (
  id text primary key,
  publisher text not null,
  code_hash text not null unique,
  letter_hash text not null unique,
  person text not null,
  sealed text,
  locale text not null,
  due_at timestamptz not null,
  status text not null default 'waiting' check (status in ('waiting', 'sent', 'cancelled', 'dropped', 'failed')),
  begun_at timestamptz,
  created_at timestamptz not null,
  ended_at timestamptz,
  check ((status = 'waiting') = (sealed is not null)),
  check ((status = 'waiting') = (ended_at is null))
);

create index reminder_person on reminder (person, created_at);

-- Who said that a publisher shall not write to them, as a keyed hash: looked at when a letter is about to be sent.
create table suppression (
  person text not null,
  publisher text not null,
  at timestamptz not null,
  primary key (person, publisher)
);
