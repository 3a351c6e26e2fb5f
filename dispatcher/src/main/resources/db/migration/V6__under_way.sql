-- The builds that are under way in etcd, copied some moments after they were accepted: if etcd's data is lost, they
-- say what was under way.
create table under_way (
  id text not null primary key,
  project text not null,
  number bigint not null,
  record text not null
);

create index under_way_by_project on under_way (project);
