-- One text for SQLite and PostgreSQL: text, bigint, JSON as text. Times are milliseconds since 1970.

create table settings (
  name text not null primary key,
  value text not null
);

create table projects (
  id text not null primary key,
  name text not null unique,
  -- Host and path of the Git URL, by which a hook finds its projects.
  git_key text not null,
  -- The Git host and its own id of the repository, once a hook told them: survives renames there.
  git_host text,
  git_host_project text,
  json text not null,
  created_at bigint not null,
  changed_at bigint not null
);

create index projects_by_git_key on projects (git_key);
create index projects_by_git_host on projects (git_host, git_host_project);

-- No two projects share a repository of the registry.
create table image_repositories (
  repository text not null primary key,
  project text not null references projects (id) on delete cascade
);

create index image_repositories_by_project on image_repositories (project);

create table project_secrets (
  project text not null primary key references projects (id) on delete cascade,
  sealed text not null
);

-- No reference to projects: what was built stays known when its project is deleted.
create table builds (
  id text not null primary key,
  project text not null,
  project_name text not null,
  number bigint not null,
  ref text not null,
  commit_hash text not null,
  state text not null,
  -- Of the last attempt; empty for a build that never had one.
  agent text not null,
  accepted_at bigint not null,
  ended_at bigint not null,
  record text not null,
  unique (project, number)
);

create index builds_by_project on builds (project, id);
create index builds_by_project_ref on builds (project, ref, id);
create index builds_by_state on builds (state, id);
create index builds_by_commit on builds (commit_hash, id);
create index builds_by_name on builds (project_name, number);
create index builds_by_agent on builds (agent, id);

create table tags (
  repository text not null,
  tag text not null,
  digest text not null,
  commit_hash text not null,
  ref text not null,
  sequence bigint not null,
  build text not null,
  written_at bigint not null,
  primary key (repository, tag)
);

create table deliveries (
  project text not null,
  delivery text not null,
  at bigint not null,
  decision text not null,
  reason text not null,
  builds text not null,
  primary key (project, delivery)
);

create index deliveries_by_time on deliveries (at);

create table agent_keys (
  agent text not null primary key,
  -- Hex of SHA-256: the key itself has 256 random bits, so that a slow hash would gain nothing.
  hash text not null,
  issued_at bigint not null
);
