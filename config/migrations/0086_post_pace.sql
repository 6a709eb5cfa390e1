-- When the next letter may leave: one row, which all processes share.
create table post_pace (
  is_only boolean primary key default true check (is_only),
  free_at timestamptz not null
);
