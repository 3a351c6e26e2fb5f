package dev.hearth.dispatcher.builds;

import dev.hearth.dispatcher.UnavailableException;
import dev.hearth.dispatcher.doorman.RunningAttempts;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Versioned;
import java.util.Optional;

/**
 * {@link RunningAttempts} from etcd itself: a mirror may be late, and a zombie must not gain by it.
 */
public final class EtcdAttempts implements RunningAttempts {
  private final KeyValues etcd;
  private final FarmKeys keys;

  public EtcdAttempts(KeyValues etcd, FarmKeys keys) {
    this.etcd = etcd;
    this.keys = keys;
  }

  @Override
  public Optional<Running> find(AttemptId attempt) {
    try {
      return etcd.find(keys.build(attempt.build()))
          .map(Versioned::value)
          .flatMap(build -> running(build, attempt));
    } catch (EtcdUnavailableException e) {
      throw new UnavailableException("etcd does not answer; ask again", e);
    }
  }

  private static Optional<Running> running(BuildRecord build, AttemptId attempt) {
    return build.state() instanceof BuildState.Assigned(_, AttemptId now, AgentId agent)
            && now.equals(attempt)
        ? Optional.of(new Running(agent, build.request().project()))
        : Optional.empty();
  }
}
