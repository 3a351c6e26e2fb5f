package dev.hearth.dispatcher.console.help;

import dev.hearth.dispatcher.console.frame.PageTable;
import dev.hearth.dispatcher.console.frame.Section;
import dev.hearth.dispatcher.console.frame.Templates;
import dev.hearth.dispatcher.console.frame.Visit;
import dev.hearth.dispatcher.http.Answer;

/** What everybody who is logged in may read up. */
public final class HelpPages {
  /** Enters the pages. */
  public void mount(PageTable table) {
    table.page("/help", visit -> page(visit, "help.title", "help/permissions"));
    table.page("/help/dockerfile", visit -> page(visit, "help.fastTitle", "help/dockerfile"));
    table.page("/help/tests", visit -> page(visit, "help.testsTitle", "help/tests"));
  }

  private static Answer page(Visit visit, String title, String template) {
    return Templates.page(200, template, new HelpPage(visit.frame(visit.t(title), Section.HELP)));
  }
}
