-- Tokens by which hosts become part of the farm, each good once.
create table join_tokens (
  -- Hex of SHA-256: the token has 256 random bits.
  hash text not null primary key,
  -- The only name that may join with it; empty: any.
  agent text not null,
  -- 1: the host may take the name of another one.
  replaces bigint not null,
  made_by text not null,
  made_at bigint not null,
  expires_at bigint not null,
  -- 0 and empty: not used.
  used_at bigint not null,
  used_by text not null
);

-- The agent's own random id, as it was when it joined; empty: not known.
alter table agent_keys add column identity text not null default '';
-- The key before, good until the new one was used or the time is over; empty: there is none.
alter table agent_keys add column previous_hash text not null default '';
alter table agent_keys add column previous_until bigint not null default 0;
-- When somebody asked that the agent takes a new key; 0: nobody did.
alter table agent_keys add column renewal_asked_at bigint not null default 0;
