package dev.hearth.dispatcher.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.UnavailableException;
import dev.hearth.dispatcher.logs.LogStoreException;
import dev.hearth.dispatcher.logs.LogTooLongException;
import dev.hearth.dispatcher.projects.InvalidProjectException;
import dev.hearth.dispatcher.sql.DatabaseDownException;
import dev.hearth.dispatcher.sql.ProjectConflictException;
import dev.hearth.dispatcher.sql.UnknownProjectException;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that turns what handlers throw into statuses. What a client is told is a sentence
 * that was written for it; of anything else it learns the request's id only, by which the log can
 * be searched.
 */
final class FailureAnswers {
  private static final Logger log = LoggerFactory.getLogger(FailureAnswers.class);

  private FailureAnswers() {}

  static Answer of(Throwable failure, String requestId) {
    return switch (failure) {
      case HttpFailure http -> error(http.status(), sentence(http));
      case RefusedException refused -> error(status(refused.reason()), sentence(refused));
      case InvalidProjectException invalid -> error(400, sentence(invalid));
      case UnknownProjectException unknown -> error(404, sentence(unknown));
      case ProjectConflictException conflict -> error(409, sentence(conflict));
      case LogTooLongException full -> error(413, sentence(full));
      case UnavailableException gone -> unavailable(gone);
      case DatabaseDownException gone -> unavailable(gone);
      case LogStoreException gone -> unavailable(gone);
      case EtcdUnavailableException gone -> unavailable(gone);
      default -> {
        log.atError().setCause(failure).log("request failed");
        yield error(
            500,
            "tried to answer, but the dispatcher failed at it; its log says more under request "
                + requestId);
      }
    };
  }

  static Answer error(int status, String sentence) {
    return Answer.json(status, JsonNodeFactory.instance.objectNode().put("error", sentence));
  }

  private static int status(RefusedException.Reason reason) {
    return switch (reason) {
      case INVALID -> 400;
      case FORBIDDEN -> 403;
      case ABSENT -> 404;
      case CONFLICT -> 409;
      case IMPOSSIBLE -> 422;
    };
  }

  private static Answer unavailable(RuntimeException failure) {
    log.atWarn().addKeyValue("why", failure.getMessage()).log("request answered 503");
    return error(503, sentence(failure)).with("Retry-After", "5");
  }

  private static String sentence(Throwable failure) {
    return failure.getMessage() == null ? "it failed" : failure.getMessage();
  }
}
