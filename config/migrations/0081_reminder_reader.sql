-- By whom a letter that waits was asked for, so that it goes when its reader is forgotten; a keyed hash, gone with the address.
alter table reminder add column reader_tag text;
alter table reminder add check (status = 'waiting' or reader_tag is null);
create index reminder_reader on reminder (publisher, reader_tag) where reader_tag is not null;
