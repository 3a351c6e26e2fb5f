package dev.hearth.dispatcher.console;

import dev.hearth.dispatcher.api.ApiParts;
import dev.hearth.dispatcher.api.Things;
import dev.hearth.dispatcher.console.builds.BuildListPages;
import dev.hearth.dispatcher.console.frame.FrameRoutes;
import dev.hearth.dispatcher.console.frame.PageTable;
import dev.hearth.dispatcher.console.frame.Sessions;
import dev.hearth.dispatcher.http.RouteTable;
import dev.hearth.dispatcher.http.Routes;

/** All pages, over the services that the API's routes use. */
public final class Console implements Routes {
  private final ApiParts parts;
  private final Sessions sessions;

  public Console(ApiParts parts, Sessions sessions) {
    this.parts = parts;
    this.sessions = sessions;
  }

  @Override
  public void mount(RouteTable table) {
    PageTable pages = new PageTable(table, sessions);
    new FrameRoutes(sessions).mount(table, pages);
    Things things = new Things(parts.people().access(), parts.projects(), parts.builds());
    new BuildListPages(parts, things).mount(pages);
  }
}
