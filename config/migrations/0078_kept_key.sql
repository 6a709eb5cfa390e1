-- Keys of the hashes by which readers, people and links in letters are known. What was hashed cannot be hashed anew, so these
-- keys stay when APP_SECRET changes, each sealed under it; and they tell whether it is the one this database is used with.
create table kept_key (
  purpose text primary key,
  sealed text not null
);

-- The latest change of APP_SECRET: until it is done, the former one is needed to start.
create table secret_change (
  is_latest boolean primary key default true check (is_latest),
  began_at timestamptz not null,
  done_at timestamptz
);
