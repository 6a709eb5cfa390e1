-- A letter that came back from an address: a keyed hash of that address and of what the letter is about, so that no other
-- goes there about it. Of no other letter is there one.
alter table post add column returned_from text;

create index post_returned on post (about, returned_from) where returned_from is not null;
