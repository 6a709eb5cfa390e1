-- Keys that sign passes. The private half is sealed. A new key is shown before it signs, an old one after it did, so that
-- whoever keeps the public ones for a while meets no pass they cannot check.
create table pass_key (
  id text primary key,
  public_key jsonb not null,
  sealed text not null,
  signs_from timestamptz not null,
  created_at timestamptz not null
);

create index pass_key_signs_from on pass_key (signs_from);
