package dev.hearth.dispatcher.builds;

import dev.hearth.dispatcher.UnavailableException;
import dev.hearth.dispatcher.api.Cordons;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.Cordon;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Key;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.protocol.etcd.Versioned;
import java.util.Optional;
import java.util.function.BiFunction;

/** {@link Cordons} in etcd. */
public final class EtcdCordons implements Cordons {
  private static final int TRIES = 20;

  private final KeyValues etcd;
  private final FarmKeys keys;

  public EtcdCordons(KeyValues etcd, FarmKeys keys) {
    this.etcd = etcd;
    this.keys = keys;
  }

  @Override
  public Optional<Cordon> put(AgentId agent, Cordon cordon) {
    return change(agent, (change, key) -> change.put(key, cordon));
  }

  @Override
  public Optional<Cordon> lift(AgentId agent) {
    return change(agent, Transaction.Builder::delete);
  }

  private Optional<Cordon> change(
      AgentId agent, BiFunction<Transaction.Builder, Key<Cordon>, Transaction.Builder> operation) {
    Key<Cordon> key = keys.cordon(agent);
    try {
      for (int i = 0; i < TRIES; i++) {
        Optional<Versioned<Cordon>> stands = etcd.find(key);
        Transaction.Builder change = Transaction.begin().ifAsRead(key, stands);
        if (etcd.commit(operation.apply(change, key).end())) {
          return stands.map(Versioned::value);
        }
      }
    } catch (EtcdUnavailableException e) {
      throw new UnavailableException(
          "tried to change whether " + agent + " gets builds, but etcd does not answer", e);
    }
    throw new UnavailableException(
        "tried to change whether " + agent + " gets builds, but others changed it each time");
  }
}
