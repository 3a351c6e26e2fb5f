-- What a project's repository looked like when it was first read: nothing of that is built.
create table baselines (
  project text not null primary key references projects (id) on delete cascade,
  -- The repository's host and path; empty until its heads could be read once.
  git_key text not null,
  -- Why the heads could not be read last; empty if they could.
  problem text not null
);

create table baseline_heads (
  project text not null references projects (id) on delete cascade,
  ref text not null,
  commit_hash text not null,
  at bigint not null,
  primary key (project, ref)
);
