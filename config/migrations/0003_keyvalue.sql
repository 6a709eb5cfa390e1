-- What is kept about readers for a while where there is no Redis: snoozes (value) and meters (members).
-- The tag is a keyed hash: no reader's id is kept. Rows past their expiry are not read, and swept now and then.
create table keyvalue (
  tag text not null,
  name text not null,
  value text,
  members text[],
  expires_at timestamptz not null,
  primary key (tag, name),
  check (num_nonnulls(value, members) = 1)
);

create index keyvalue_expires_at on keyvalue (expires_at);
