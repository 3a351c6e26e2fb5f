package dev.hearth.agent.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.hearth.agent.http.DispatcherHttp;
import dev.hearth.protocol.ProjectId;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Set;

/** Asks the dispatcher, by {@code POST /agent/v1/projects/deleted}. */
public final class HttpProjects implements KnownProjects {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final DispatcherHttp dispatcher;

  public HttpProjects(DispatcherHttp dispatcher) {
    this.dispatcher = dispatcher;
  }

  @Override
  public Set<ProjectId> deleted(Set<ProjectId> among) throws IOException, InterruptedException {
    ArrayNode asked = JSON.createArrayNode();
    among.forEach(project -> asked.add(project.value()));
    byte[] body = JSON.writeValueAsBytes(JSON.createObjectNode().set("projects", asked));
    HttpResponse<byte[]> answer =
        dispatcher.send(
            dispatcher
                .request("/agent/v1/projects/deleted")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body)));
    if (answer.statusCode() != 200) {
      throw new IOException(
          "the dispatcher at %s answered with status %d"
              .formatted(dispatcher.address(), answer.statusCode()));
    }
    Set<ProjectId> deleted = new HashSet<>();
    for (JsonNode each : JSON.readTree(answer.body()).path("deleted")) {
      deleted.add(new ProjectId(each.asText()));
    }
    deleted.retainAll(among);
    return deleted;
  }
}
