-- What those who run the farm tell everybody. Times are milliseconds since 1970; 0: none.
create table announcements (
  -- A UUID that sorts by time.
  id text not null primary key,
  text text not null,
  severity text not null,
  -- 1: also to who is not logged in.
  open bigint not null,
  from_at bigint not null,
  until_at bigint not null,
  made_by text not null,
  made_at bigint not null
);
