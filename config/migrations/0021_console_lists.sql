-- What the console asks by time: the gifts that began or ended in a month.
create index gift_started on gift (started_at desc, id desc);
create index gift_ended on gift (ended_at) where ended_at is not null;
