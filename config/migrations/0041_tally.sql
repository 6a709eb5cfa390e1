-- How often each arm of a campaign was shown, and what came of it, by day of the publication. Counts only: nobody is in here.
create table tally (
  publisher text not null,
  day date not null,
  campaign text not null,
  variant text not null,
  event text not null check (event in ('shown', 'continue', 'snoozed', 'given', 'walled')),
  count bigint not null check (count > 0),
  primary key (publisher, day, campaign, variant, event)
);
