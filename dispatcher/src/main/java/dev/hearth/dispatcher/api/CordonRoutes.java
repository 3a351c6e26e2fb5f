package dev.hearth.dispatcher.api;

import dev.hearth.dispatcher.http.Answer;
import dev.hearth.protocol.AgentId;

/** Keeps hosts from new builds, and lets them have some again. */
final class CordonRoutes {
  private final Cordoning cordoning;

  CordonRoutes(ApiParts parts) {
    this.cordoning = new Cordoning(parts);
  }

  void mount(ApiOperations operations) {
    operations.on("cordonAgent", this::cordon);
    operations.on("uncordonAgent", this::uncordon);
  }

  private Answer cordon(ApiRequest request) {
    String kind = request.field("kind").orElse(Cordoning.CORDON);
    String why = request.field("why").filter(text -> !text.isBlank()).orElse("no reason was given");
    cordoning.close(request.who(), request.request().from(), agent(request), kind, why);
    return Answer.nothing(204);
  }

  private Answer uncordon(ApiRequest request) {
    cordoning.open(request.who(), request.request().from(), agent(request));
    return Answer.nothing(204);
  }

  private static AgentId agent(ApiRequest request) {
    return new AgentId(request.path("agent"));
  }
}
