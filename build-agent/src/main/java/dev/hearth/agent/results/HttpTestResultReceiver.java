package dev.hearth.agent.results;

import dev.hearth.agent.http.DispatcherHttp;
import dev.hearth.protocol.AttemptId;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Set;

/** The dispatcher's store, by {@code PUT /agent/v1/attempts/{attempt}/tests}. */
public final class HttpTestResultReceiver implements TestResultReceiver {
  private static final Set<Integer> UNWANTED = Set.of(400, 404, 413);

  private final DispatcherHttp dispatcher;

  public HttpTestResultReceiver(DispatcherHttp dispatcher) {
    this.dispatcher = dispatcher;
  }

  @Override
  public boolean put(AttemptId attempt, byte[] results) throws IOException, InterruptedException {
    int status =
        dispatcher
            .send(
                dispatcher
                    .request("/agent/v1/attempts/%s/tests".formatted(attempt))
                    .header("Content-Type", "application/json")
                    .PUT(BodyPublishers.ofByteArray(results)))
            .statusCode();
    if (status == 204) {
      return true;
    }
    if (UNWANTED.contains(status)) {
      return false;
    }
    throw new IOException("the dispatcher answered with status " + status);
  }
}
