-- Codes that work once: of a mailed link (sign-in), and of the way from our pages back into the article (hand-over).
create table one_time_code (
  hash text primary key,
  purpose text not null check (purpose in ('sign-in', 'hand-over')),
  gift_id text not null references gift (id),
  sealed_return_url text,
  expires_at timestamptz not null
);

create index one_time_code_expires_at on one_time_code (expires_at);

-- Browsers of a supporter besides the one that gave, as keyed hashes: quiet there too.
create table gift_device (
  reader_tag text not null,
  gift_id text not null references gift (id),
  primary key (reader_tag, gift_id)
);

create index gift_started_at on gift (started_at);
