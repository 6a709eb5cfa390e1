-- Event bodies name readers: they are kept sealed. What a worker needs of a body, the id of what it is about, stands beside it.
-- Bodies of before are sealed by the service as it runs (src/webhooks/sealBodies.ts).
alter table event
  add column object_id text,
  add column is_sealed boolean not null default false,
  add column is_cut boolean not null default false;
create index event_unsealed on event (sequence) where not is_sealed;
create index event_uncut on event (finished_at) where not is_cut;
