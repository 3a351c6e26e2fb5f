package dev.hearth.dispatcher.console;

import dev.hearth.dispatcher.announcements.Board;
import dev.hearth.dispatcher.api.ApiParts;
import dev.hearth.dispatcher.api.Things;
import dev.hearth.dispatcher.console.buildnow.BuildNowPages;
import dev.hearth.dispatcher.console.builds.BuildListPages;
import dev.hearth.dispatcher.console.builds.BuildPages;
import dev.hearth.dispatcher.console.builds.LogPages;
import dev.hearth.dispatcher.console.builds.TestsPages;
import dev.hearth.dispatcher.console.farm.AnnouncementPages;
import dev.hearth.dispatcher.console.farm.FarmPages;
import dev.hearth.dispatcher.console.farm.QuotaPages;
import dev.hearth.dispatcher.console.frame.FrameRoutes;
import dev.hearth.dispatcher.console.frame.PageTable;
import dev.hearth.dispatcher.console.help.HelpPages;
import dev.hearth.dispatcher.console.images.BuildDriftPages;
import dev.hearth.dispatcher.console.images.PromotionPages;
import dev.hearth.dispatcher.console.images.RepositoryPages;
import dev.hearth.dispatcher.console.images.RepositoryPeoplePages;
import dev.hearth.dispatcher.console.images.RepositorySettingsPages;
import dev.hearth.dispatcher.console.pool.PoolPages;
import dev.hearth.dispatcher.console.projects.ProjectListPages;
import dev.hearth.dispatcher.console.projects.ProjectPages;
import dev.hearth.dispatcher.console.projects.ProjectPeoplePages;
import dev.hearth.dispatcher.http.RouteTable;
import dev.hearth.dispatcher.http.Routes;
import dev.hearth.dispatcher.queue.RemoteRefs;

/** All pages, over the services that the API's routes use. */
public final class Console implements Routes {
  private final ApiParts parts;
  private final RemoteRefs remotes;

  /**
   * @param remotes what repositories have to be built
   */
  public Console(ApiParts parts, RemoteRefs remotes) {
    this.parts = parts;
    this.remotes = remotes;
  }

  @Override
  public void mount(RouteTable table) {
    Board board = new Board(parts.announcements()::all, parts.clock());
    PageTable pages = new PageTable(table, parts.people().sessions(), board);
    new FrameRoutes(parts.people(), board).mount(table, pages);
    Things things = new Things(parts);
    new BuildListPages(parts, things).mount(pages);
    TestsPages tests = new TestsPages(parts, things);
    tests.mount(pages);
    new BuildPages(parts, things, tests).mount(pages);
    new LogPages(parts, things).mount(pages);
    new BuildNowPages(parts, things, remotes).mount(pages);
    new ProjectListPages(parts, things).mount(pages);
    new ProjectPages(parts, things).mount(pages);
    new ProjectPeoplePages(parts, things).mount(pages);
    new RepositoryPages(parts, things).mount(pages);
    new PromotionPages(parts, things).mount(pages);
    new RepositorySettingsPages(parts, things).mount(pages);
    new RepositoryPeoplePages(parts, things).mount(pages);
    new BuildDriftPages(parts, things).mount(pages);
    new PoolPages(parts, things).mount(pages);
    new FarmPages(parts, things).mount(pages);
    new AnnouncementPages(parts, things).mount(pages);
    new QuotaPages(parts, things).mount(pages);
    new HelpPages().mount(pages);
  }
}
