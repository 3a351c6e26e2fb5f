package dev.hearth.agent.registration;

import dev.hearth.protocol.AgentRecord;
import dev.hearth.protocol.etcd.HeldLease;
import dev.hearth.protocol.etcd.Key;
import dev.hearth.protocol.etcd.Transaction;

/**
 * One registration, by which an agent proves in each of its transactions that it still is the
 * process that registered.
 *
 * @param revision at which its record was written
 */
public record Standing(Key<AgentRecord> key, AgentRecord record, long revision, HeldLease lease) {
  /** Adds the proof to a transaction. */
  public Transaction.Builder fence(Transaction.Builder transaction) {
    return transaction.ifModifiedAt(key, revision);
  }
}
