-- What will happen in the sandbox by itself, and when (unix seconds). A timer only wakes: what it was set for may be over by then.
-- `clock` is the test clock whose time counts, or `wall`.
create table sandbox_timer (
  account text not null,
  clock text not null,
  kind text not null,
  object text not null,
  due_at bigint not null,
  seq bigint generated always as identity,
  primary key (account, clock, kind, object, due_at)
);

create index sandbox_timer_due on sandbox_timer (clock, due_at, account);
