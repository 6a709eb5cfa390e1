-- PostgreSQL opens no JSON in which a NUL or half a surrogate pair is written, and with one such body no list of it either.
-- Both were taken once. The backslashes before it come in pairs, or it is a text that only looks like one.
update sandbox_object
set body = regexp_replace(body, '(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})', '\1', 'g')
where body ~ '\\u(?:0000|d[89a-f])';
