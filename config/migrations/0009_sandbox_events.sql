-- Most rows are events, which are found by their type and time: the index of facts, dear to write, does without them.
drop index sandbox_object_refs;
create index sandbox_object_refs on sandbox_object using gin (refs) where type <> 'event';
