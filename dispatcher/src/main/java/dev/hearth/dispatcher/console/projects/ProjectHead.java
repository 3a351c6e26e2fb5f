package dev.hearth.dispatcher.console.projects;

import dev.hearth.dispatcher.api.Things;
import dev.hearth.dispatcher.console.frame.Frame;
import dev.hearth.dispatcher.console.frame.Section;
import dev.hearth.dispatcher.console.frame.Visit;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.sql.ProjectEntry;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * What stands above each page of a project.
 *
 * @param tab the one that is open, of {@link #tabs}
 * @param tabs those that who looks may open
 */
public record ProjectHead(
    Frame frame, String name, String tab, List<String> tabs, boolean mayBuild) {
  static final String OVERVIEW = "overview";
  static final String SETTINGS = "settings";
  static final String MEMBERS = "members";
  static final String ACTIVITY = "activity";
  static final String DELIVERIES = "deliveries";

  public ProjectHead {
    tabs = List.copyOf(tabs);
  }

  static ProjectHead of(Visit visit, Things things, ProjectEntry entry, String tab) {
    Thing thing = Things.of(entry);
    String name = entry.project().name().value();
    return new ProjectHead(
        visit.frame(name, Section.PROJECTS),
        name,
        tab,
        Stream.of(OVERVIEW, SETTINGS, MEMBERS, ACTIVITY, DELIVERIES)
            .filter(one -> things.may(visit.who(), wanted(one), thing))
            .toList(),
        things.may(visit.who(), Permission.BUILD, thing));
  }

  /** What it takes to open a tab. */
  static Permission wanted(String tab) {
    return switch (tab) {
      case SETTINGS -> Permission.CHANGE;
      case ACTIVITY -> Permission.READ_ACTIVITY;
      case DELIVERIES -> Permission.READ_DELIVERIES;
      default -> Permission.SEE;
    };
  }

  public String address() {
    return address(name);
  }

  static String address(String project) {
    return "/projects/" + URLEncoder.encode(project, StandardCharsets.UTF_8);
  }

  /** Of a tab. */
  public String addressOf(String one) {
    return one.equals(OVERVIEW) ? address() : address() + "/" + one;
  }

  /** Of its builds. */
  public String builds() {
    return "/builds?project=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
  }
}
