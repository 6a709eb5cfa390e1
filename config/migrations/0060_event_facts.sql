-- What finance looks events up by: every id that an event names and the money it speaks of, apart from its body, which is
-- not kept for ever. No name and no address is among them.
alter table event add column ids text[], add column amount bigint, add column currency text;

create index event_ids on event using gin (ids);
create index event_amount on event (amount, sequence) where amount is not null;
create index event_without_ids on event (sequence) where ids is null;

-- What an attempt wrote, thing by thing: before and after.
alter table event_attempt add column changes jsonb;
