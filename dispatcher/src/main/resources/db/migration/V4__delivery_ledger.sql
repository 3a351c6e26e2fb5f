-- One row for each delivery that came, also for one that came again, and for those that were refused.
create table delivery_ledger (
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

create index delivery_ledger_by_project on delivery_ledger (project, id);
create index delivery_ledger_by_key on delivery_ledger (project, delivery);
create index delivery_ledger_by_time on delivery_ledger (at);

insert into delivery_ledger
select '00' || cast(1000000000000000 + at as text) || '-' || project || '-' || delivery,
  at, 'gitlab', project, delivery, '', '', decision, reason, builds, 1
from deliveries;

drop table deliveries;
