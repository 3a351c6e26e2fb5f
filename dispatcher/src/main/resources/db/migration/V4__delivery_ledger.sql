-- One row for each delivery that came, also for one that came again, and for those that were refused.
alter table deliveries rename to old_deliveries;
drop index deliveries_by_time;

create table deliveries (
  -- Sorts by time.
  id text not null primary key,
  at bigint not null,
  -- The kind of Git host, or api for a person's idempotency key.
  host text not null,
  -- Empty where no project is known.
  project text not null,
  delivery text not null,
  ref text not null,
  commit_hash text not null,
  decision text not null,
  reason text not null,
  builds text not null,
  -- How many deliveries the row stands for.
  count bigint not null
);

create index deliveries_by_project on deliveries (project, id);
create index deliveries_by_key on deliveries (project, delivery);
create index deliveries_by_time on deliveries (at);

insert into deliveries
select '00' || cast(1000000000000000 + at as text) || '-' || project || '-' || delivery,
  at, 'gitlab', project, delivery, '', '', decision, reason, builds, 1
from old_deliveries;

drop table old_deliveries;
