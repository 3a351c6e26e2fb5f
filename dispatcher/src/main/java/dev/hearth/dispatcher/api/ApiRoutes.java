package dev.hearth.dispatcher.api;

import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.RouteTable;
import dev.hearth.dispatcher.http.Routes;

/** All of {@code /api/v1}, and the address {@code /}. */
public final class ApiRoutes implements Routes {
  private static final String ABOUT =
      """
      Hearth, a build farm: a push becomes an image in the registry.

      API         /api/v1, described by /api/v1/openapi.yaml
      hooks       /hooks/gitlab, /hooks/github, /hooks/gitea
      health      /health/live, /health/ready
      figures     /metrics
      """;

  private final ApiDocument document;
  private final ApiParts parts;

  public ApiRoutes(ApiDocument document, ApiParts parts) {
    this.document = document;
    this.parts = parts;
  }

  @Override
  public void mount(RouteTable table) {
    table.add("GET", "/", _ -> Answer.text(200, "text/plain", ABOUT));
    table.add(
        "GET", "/api/v1/openapi.yaml", _ -> Answer.text(200, "application/yaml", document.text()));
    Things things = new Things(parts.people().access(), parts.projects(), parts.builds());
    Known known = new Known(parts.people().bearers(), parts.people().sessions());
    ApiOperations operations = new ApiOperations(document, known, things, table);
    new ProjectRoutes(parts, things).mount(operations);
    new BuildRoutes(parts, things).mount(operations);
    new LogRoutes(parts).mount(operations);
    new AgentRoutes(parts).mount(operations);
    new CordonRoutes(parts).mount(operations);
    new DeliveryRoutes(parts, things).mount(operations);
    new DoctorRoutes(parts).mount(operations);
    new PeopleRoutes(parts.people()).mount(operations);
    new OwnRoutes(parts.people(), parts.projects()).mount(operations);
    new MemberRoutes(parts, things).mount(operations);
    new ActivityRoutes(parts, things).mount(operations);
  }
}
