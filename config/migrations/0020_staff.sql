-- Who may see the books, and what they did there.

-- One line for each act of a person or a program, never changed; each holds the hash of all that came before it.
create table audit (
  sequence bigint primary key check (sequence > 0),
  at timestamptz not null,
  actor text not null,
  act text not null check (act ~ '^[a-z_]+$'),
  subject text,
  detail text,
  hash text not null unique
);

create index audit_subject on audit (subject, sequence);

create function audit_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is only added to: % refused', tg_op using errcode = 'P0001';
end
$$;

create trigger audit_stays before update or delete on audit for each row execute function audit_refuse_change();
create trigger audit_not_emptied before truncate on audit for each statement execute function audit_refuse_change();

-- A person with a way in: a password and a second factor, or an identity at the OpenID provider.
create table staff (
  id text primary key,
  name text not null unique check (name = lower(name)),
  role text not null check (role in ('viewer', 'finance', 'admin')),
  password_hash text,
  totp_sealed text,
  totp_step bigint not null default 0,
  issuer text,
  subject text,
  created_at timestamptz not null,
  closed_at timestamptz,
  unique (issuer, subject),
  check ((issuer is null) = (subject is null)),
  check ((password_hash is null) = (totp_sealed is null))
);

-- Ways in that work once (welcome), or as long as the sandbox runs (demo). Kept as hashes, like every token here.
create table staff_link (
  hash text primary key,
  staff_id text not null references staff (id),
  purpose text not null check (purpose in ('welcome', 'demo')),
  expires_at timestamptz not null,
  used_at timestamptz
);

create table staff_recovery_code (
  hash text primary key,
  staff_id text not null references staff (id),
  used_at timestamptz
);

create table staff_session (
  hash text primary key,
  staff_id text not null references staff (id),
  began_at timestamptz not null,
  seen_at timestamptz not null,
  ended_at timestamptz,
  client text not null,
  locale text,
  time_zone text
);

create index staff_session_of on staff_session (staff_id, began_at);
