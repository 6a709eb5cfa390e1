-- A key is written together with what was done under it: none is claimed beforehand any more.
delete from sandbox_request_key where status is null or body is null;
alter table sandbox_request_key drop column claimed_until, alter column status set not null, alter column body set not null;
