-- The inbox goes by when an event came (0042): so does the part of it that speaks of a sum.
drop index event_amount;
create index event_amount on event (amount, received_at, sequence) where amount is not null;
