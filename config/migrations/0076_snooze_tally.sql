-- How long readers of a publication put the appeal off, by day, and how many of those saw it again afterwards. Counts only: nobody is in here.
create table snooze_tally (
  publisher text not null,
  day date not null,
  days smallint not null check (days between 1 and 365),
  event text not null check (event in ('snoozed', 'undone', 'returned')),
  count bigint not null check (count > 0),
  primary key (publisher, day, days, event)
);
