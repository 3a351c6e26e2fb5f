-- Who is logged in at a browser. Times are milliseconds since 1970.
create table sessions (
  -- Hex of SHA-256: what the browser keeps has 256 random bits.
  hash text not null primary key,
  -- Null: the farm's administrator.
  person text references people (id) on delete cascade,
  created_at bigint not null,
  -- To the minute.
  seen_at bigint not null,
  expires_at bigint not null
);

create index sessions_by_person on sessions (person);

-- By what OpenID providers know people.
create table identities (
  issuer text not null,
  subject text not null,
  person text not null references people (id) on delete cascade,
  created_at bigint not null,
  primary key (issuer, subject)
);

-- Secrets whose hooks speak for all projects of a group, sealed with the farm's key.
create table group_hook_secrets (
  -- A UUID that sorts by time.
  id text not null primary key,
  path text not null,
  sealed text not null,
  made_by text not null,
  created_at bigint not null
);

create index group_hook_secrets_by_path on group_hook_secrets (path);
