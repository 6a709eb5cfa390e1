-- Letters to staff about incidents: told_open_at and told_closed_at say that the one at its beginning, and the one at its
-- end, were ordered; reminded_at when the last reminder was.
alter table incident add column reminded_at timestamptz;
