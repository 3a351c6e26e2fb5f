package dev.hearth.agent.keys;

import dev.hearth.agent.keys.KeyExchange.Standing;
import dev.hearth.protocol.etcd.JetcdKeyValues;
import dev.hearth.protocol.settings.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews a working agent's keys when somebody wants that, and when etcd does not know its password
 * any more (the answer with the new one got lost). Builds go on meanwhile.
 */
public final class KeyRenewal implements AutoCloseable {
  /** How often the dispatcher is asked. */
  public static final Duration PERIOD = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(KeyRenewal.class);

  private final KeyExchange exchange;
  private final JetcdKeyValues etcd;
  private final BooleanSupplier registered;
  private final CompletableFuture<Void> revoked = new CompletableFuture<>();
  private final Thread thread = Thread.ofVirtual().name("keys").unstarted(this::run);

  /**
   * @param registered whether the agent's lease surely stands
   */
  public KeyRenewal(KeyExchange exchange, JetcdKeyValues etcd, BooleanSupplier registered) {
    this.exchange = exchange;
    this.etcd = etcd;
    this.registered = registered;
  }

  public void start() {
    thread.start();
  }

  /** Completes when neither the dispatcher nor etcd knows this agent any more: it was shut out. */
  public CompletableFuture<Void> revoked() {
    return revoked.copy();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (!revoked.isDone()) {
        Thread.sleep(PERIOD);
        look();
      }
    } catch (InterruptedException e) {
      log.atDebug().log("keys are renewed no longer");
    }
  }

  private void look() throws InterruptedException {
    try {
      switch (exchange.standing()) {
        case UNKNOWN -> endIf(etcd.refusesUser());
        case RENEWAL_WANTED -> renew();
        case GOOD -> {
          if (!registered.getAsBoolean() && etcd.refusesUser()) {
            renew();
          }
        }
      }
    } catch (IOException e) {
      log.atWarn().addKeyValue("cause", e.getMessage()).log("keys can't be looked at now");
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("looking at the keys stumbled, goes on");
    }
  }

  private void endIf(boolean refused) {
    if (refused) {
      log.atError()
          .log(
              "this agent was shut out of the farm: its keys were revoked; have the host join again"
                  + " (hearth agent join)");
      revoked.complete(null);
    } else {
      log.atWarn()
          .log(
              "the dispatcher does not know this agent's key: builds fail for want of secrets; have"
                  + " the host join again");
    }
  }

  private void renew() throws IOException, InterruptedException {
    Optional<Secret> password = exchange.renew();
    password.ifPresent(fresh -> etcd.signIn(fresh.value()));
    if (exchange.standing() != Standing.UNKNOWN) { // shows the new key, which ends the old one
      log.atInfo().log("has taken new keys");
    }
  }
}
