-- Bodies are JSON that this service wrote itself: as text they are not taken apart once more at every write.
drop index sandbox_object_funds;
alter table sandbox_object alter column body type text using body::text;
create index sandbox_object_funds on sandbox_object (account, (body::json->>'currency'))
  where type = 'balance_transaction';

-- Read backwards it is the same; but what is new comes last among its kind, where pages are split so that they stay full.
drop index sandbox_object_newest;
create index sandbox_object_newest on sandbox_object (account, type, created, seq);
