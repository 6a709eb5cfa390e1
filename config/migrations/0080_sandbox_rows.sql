-- Rows of up to a page stay whole in it: compressing each body of some thousand bytes took more time than writing it.
alter table sandbox_object set (toast_tuple_target = 8160);
alter table sandbox_request_key set (toast_tuple_target = 8160);
