-- What has not ended yet is not looked for here: an event that comes need not be written into this index.
drop index event_uncut;
create index event_uncut on event (finished_at) where not is_cut and finished_at is not null;
