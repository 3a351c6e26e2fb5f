-- Times are milliseconds since 1970; 0 and 1 for no and yes, which both databases take.

create table people (
  id text not null primary key,
  name text not null unique,
  full_name text not null,
  email text not null,
  operator bigint not null,
  blocked bigint not null,
  -- Argon2id, with its salt and cost.
  password text not null,
  created_at bigint not null
);

create table access_tokens (
  id text not null primary key,
  person text not null references people (id) on delete cascade,
  name text not null,
  -- Hex of SHA-256: a token has 256 random bits.
  hash text not null unique,
  -- Words between blanks.
  scopes text not null,
  created_at bigint not null,
  expires_at bigint not null,
  -- 0: never.
  used_at bigint not null
);

create index access_tokens_by_person on access_tokens (person);

-- A thing is the path of a group or repository, or the id of a project.
create table members (
  kind text not null,
  thing text not null,
  person text not null references people (id) on delete cascade,
  role text not null,
  since bigint not null,
  primary key (kind, thing, person)
);

create index members_by_person on members (person);

-- What was done, by whom, from where. Nothing in the program changes or deletes a row. What it names may be gone.
create table activity (
  -- A UUID that sorts by time.
  id text not null primary key,
  at bigint not null,
  kind text not null,
  thing text not null,
  title text not null,
  who text not null,
  address text not null,
  what text not null,
  facts text not null
);

create index activity_by_thing on activity (kind, thing, id);
