-- What is said of a repository of the registry, and what was seen of it. One without a row is private.
create table repositories (
  path text not null primary key,
  public bigint not null default 0,
  pushes bigint not null default 0,
  pulls bigint not null default 0,
  -- 0: never.
  pushed_at bigint not null default 0,
  pulled_at bigint not null default 0
);

-- How a project's images are kept, and who pushes them. One without a row has the defaults.
create table image_rules (
  project text not null primary key,
  -- 1: Developers push too.
  developers_push bigint not null,
  -- How many commits' tags are kept in each repository; 0: all.
  keep_last bigint not null,
  -- JSON: globs of the tags that are kept besides.
  keep_tags text not null
);
