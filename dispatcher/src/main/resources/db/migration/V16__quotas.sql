-- How many builds groups and users may have at once. Null: no bound; 0: none.
create table quotas (
  -- group, user.
  kind text not null,
  -- A group's path, a user's name.
  holder text not null,
  running bigint,
  waiting bigint,
  primary key (kind, holder)
);
