package dev.hearth.dispatcher.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Failures as programs read them. */
final class FailureAnswers {
  private FailureAnswers() {}

  static Answer of(Throwable thrown, String requestId) {
    return of(Failure.of(thrown, requestId));
  }

  static Answer error(int status, String sentence) {
    return of(new Failure(status, sentence));
  }

  static Answer of(Failure failure) {
    Answer answer =
        Answer.json(
            failure.status(),
            JsonNodeFactory.instance.objectNode().put("error", failure.sentence()));
    return failure.status() == 503 ? answer.with("Retry-After", "5") : answer;
  }
}
