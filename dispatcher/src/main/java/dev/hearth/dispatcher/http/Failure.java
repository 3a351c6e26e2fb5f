package dev.hearth.dispatcher.http;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.Repeating;
import dev.hearth.dispatcher.UnavailableException;
import dev.hearth.dispatcher.logs.LogStoreException;
import dev.hearth.dispatcher.logs.LogTooLongException;
import dev.hearth.dispatcher.projects.InvalidProjectException;
import dev.hearth.dispatcher.registry.RegistryRefusedException;
import dev.hearth.dispatcher.registry.RegistryUnavailableException;
import dev.hearth.dispatcher.sql.DatabaseDownException;
import dev.hearth.dispatcher.sql.ProjectConflictException;
import dev.hearth.dispatcher.sql.UnknownProjectException;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client is told of a request that was not done: a status, and a sentence that was written
 * for it. This is the one place that turns what handlers throw into statuses; of anything else the
 * client learns the request's id only, by which the log can be searched.
 */
public record Failure(int status, String sentence) {
  private static final Logger log = LoggerFactory.getLogger(Failure.class);

  /** By what is away: every request would say so. */
  private static final Map<Class<?>, Repeating> AWAY = new ConcurrentHashMap<>();

  /** What is said of something that a handler threw. */
  public static Failure of(Throwable thrown, String requestId) {
    return switch (thrown) {
      case HttpFailure http -> new Failure(http.status(), sentence(http));
      case RefusedException refused -> new Failure(status(refused.reason()), sentence(refused));
      case InvalidProjectException invalid -> new Failure(400, sentence(invalid));
      case UnknownProjectException unknown -> new Failure(404, sentence(unknown));
      case ProjectConflictException conflict -> new Failure(409, sentence(conflict));
      case LogTooLongException full -> new Failure(413, sentence(full));
      case UnavailableException gone -> unavailable(gone);
      case DatabaseDownException gone -> unavailable(gone);
      case LogStoreException gone -> unavailable(gone);
      case EtcdUnavailableException gone -> unavailable(gone);
      case RegistryUnavailableException gone -> unavailable(gone);
      case RegistryRefusedException refused -> new Failure(502, sentence(refused));
      default -> {
        log.atError().setCause(thrown).log("request failed");
        yield new Failure(
            500,
            "tried to answer, but the dispatcher failed at it; its log says more under request "
                + requestId);
      }
    };
  }

  private static int status(RefusedException.Reason reason) {
    return switch (reason) {
      case INVALID -> 400;
      case FORBIDDEN -> 403;
      case ABSENT -> 404;
      case CONFLICT -> 409;
      case IMPOSSIBLE -> 422;
      case TOO_MANY -> 429;
    };
  }

  private static Failure unavailable(RuntimeException failure) {
    AWAY.computeIfAbsent(failure.getClass(), _ -> new Repeating(log, Clock.systemUTC()))
        .warning()
        .addKeyValue("why", failure.getMessage())
        .log("request answered 503");
    return new Failure(503, sentence(failure));
  }

  private static String sentence(Throwable failure) {
    return failure.getMessage() == null ? "it failed" : failure.getMessage();
  }
}
