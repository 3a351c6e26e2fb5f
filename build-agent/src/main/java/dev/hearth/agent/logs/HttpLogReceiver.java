package dev.hearth.agent.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.agent.http.DispatcherHttp;
import dev.hearth.protocol.AttemptId;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

/** The dispatcher's log store, by {@code PUT /agent/v1/attempts/{attempt}/log/{offset}}. */
public final class HttpLogReceiver implements LogReceiver {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final DispatcherHttp dispatcher;

  public HttpLogReceiver(DispatcherHttp dispatcher) {
    this.dispatcher = dispatcher;
  }

  @Override
  public long put(AttemptId attempt, long offset, byte[] piece)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        dispatcher.send(
            dispatcher
                .request("/agent/v1/attempts/%s/log/%d".formatted(attempt, offset))
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(piece)));
    int status = response.statusCode();
    if (status == 404 || status == 413) {
      throw new UnwantedLogException("the dispatcher answered with status " + status);
    }
    if (status != 200 && status != 409) {
      throw new IOException("the dispatcher answered with status " + status);
    }
    JsonNode length = JSON.readTree(response.body()).path("length");
    if (!length.isIntegralNumber()) {
      throw new IOException("the dispatcher's answer has no length");
    }
    return length.asLong();
  }
}
