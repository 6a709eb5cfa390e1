-- Incidents that a person ended, with their reason. One of the same facts is not opened again.
alter table incident
  add column settled_by text,
  add column settled_reason text,
  add check ((settled_by is null) = (settled_reason is null)),
  add check (settled_by is null or closed_at is not null);

-- Those that are looked at again at Stripe: the open ones, the longest unread first.
create index incident_unread on incident (read_at) where closed_at is null;
