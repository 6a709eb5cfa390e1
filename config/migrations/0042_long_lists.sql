-- Lists of millions: every page is read from an index in the order in which it is shown, and balances from sums by day.
set local statement_timeout = 0;

-- The inbox goes by when an event came, so that a filter by date, and one by what else there is, end where they begin.
drop index event_received;
drop index event_status;
drop index event_type;
create index event_newest on event (received_at, sequence);
create index event_status on event (status, received_at, sequence);
create index event_type on event (type, received_at, sequence);
create index event_publisher on event (publisher, received_at, sequence);

-- The journal goes by when money moved. An entry says by itself when that was, for whom, and in which transfer.
drop index transfer_publisher;
create index transfer_publisher on transfer (publisher, at, sequence);

alter table entry add column at timestamptz, add column publisher text, add column sequence bigint;
alter table entry disable trigger entry_stays;
update entry e set at = t.at, publisher = t.publisher, sequence = t.sequence from transfer t where t.id = e.transfer_id;
alter table entry enable trigger entry_stays;
alter table entry alter column at set not null, alter column publisher set not null, alter column sequence set not null;

create function entry_take_over() returns trigger language plpgsql as $$
begin
  select at, publisher, sequence into new.at, new.publisher, new.sequence from transfer where id = new.transfer_id;
  return new;
end
$$;

create trigger entry_takes_over before insert on entry for each row execute function entry_take_over();

drop index entry_account;
drop index entry_account_transfer;
create index entry_account on entry (account, at, sequence) include (publisher, currency, amount);

-- What each account moved each day (of UTC), of all transfers up to the one named in ledger_summed: said again from the ledger
-- so that a balance is not the sum of everything that ever happened. Empty them both, and they come back.
create table ledger_day (
  publisher text not null,
  account text not null,
  currency text not null,
  day date not null,
  debits bigint not null,
  credits bigint not null,
  primary key (account, day, currency, publisher)
);

create table ledger_summed (
  only_one boolean primary key default true check (only_one),
  sequence bigint not null
);
insert into ledger_summed (sequence) values (0);
