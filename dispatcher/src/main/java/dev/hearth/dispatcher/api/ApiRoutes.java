package dev.hearth.dispatcher.api;

import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.RouteTable;
import dev.hearth.dispatcher.http.Routes;

/** All of {@code /api/v1}. */
public final class ApiRoutes implements Routes {
  private final ApiDocument document;
  private final ApiParts parts;

  public ApiRoutes(ApiDocument document, ApiParts parts) {
    this.document = document;
    this.parts = parts;
  }

  @Override
  public void mount(RouteTable table) {
    table.add(
        "GET", "/api/v1/openapi.yaml", _ -> Answer.text(200, "application/yaml", document.text()));
    Things things = new Things(parts);
    Known known = new Known(parts.people().bearers(), parts.people().sessions());
    ApiOperations operations = new ApiOperations(document, known, things, table);
    new ProjectRoutes(parts, things).mount(operations);
    new BuildRoutes(parts, things).mount(operations);
    new LogRoutes(parts).mount(operations);
    new TestRoutes(parts).mount(operations);
    new AgentRoutes(parts).mount(operations);
    new CordonRoutes(parts).mount(operations);
    new DeliveryRoutes(parts, things).mount(operations);
    new DoctorRoutes(parts).mount(operations);
    new PeopleRoutes(parts.people()).mount(operations);
    new OwnRoutes(parts.people(), parts.projects()).mount(operations);
    new MemberRoutes(parts, things).mount(operations);
    new GroupHookRoutes(parts).mount(operations);
    new ActivityRoutes(parts, things).mount(operations);
    new ImageRoutes(parts, things).mount(operations);
    new AnnouncementRoutes(parts, things).mount(operations);
    new QuotaRoutes(parts).mount(operations);
  }
}
