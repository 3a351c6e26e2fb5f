package dev.hearth.dispatcher.console.images;

import dev.hearth.dispatcher.api.Things;
import dev.hearth.dispatcher.console.frame.Frame;
import dev.hearth.dispatcher.console.frame.Section;
import dev.hearth.dispatcher.console.frame.Visit;
import dev.hearth.dispatcher.images.RepositoryView;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.people.Thing;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * What stands above each page of a repository.
 *
 * @param tab the one that is open, of {@link #tabs}
 * @param tabs those that who looks may open
 * @param project whose images it holds; empty: none's that who looks may see
 * @param open whether anybody may pull from it
 */
public record RepositoryHead(
    Frame frame, String path, String tab, List<String> tabs, String project, boolean open) {
  static final String TAGS = "tags";
  static final String SETTINGS = "settings";
  static final String MEMBERS = "members";
  static final String ACTIVITY = "activity";

  public RepositoryHead {
    tabs = List.copyOf(tabs);
  }

  static RepositoryHead of(Visit visit, Things things, RepositoryView view, String tab) {
    Thing.OfProject project = view.thing().project();
    return new RepositoryHead(
        visit.frame(view.path(), Section.IMAGES),
        view.path(),
        tab,
        Stream.of(TAGS, SETTINGS, MEMBERS, ACTIVITY)
            .filter(one -> one.equals(TAGS) || things.may(visit.who(), wanted(one), view.thing()))
            .toList(),
        project != null && things.may(visit.who(), Permission.SEE, project)
            ? project.name().value()
            : "",
        view.open());
  }

  /** What it takes to open a tab. */
  static Permission wanted(String tab) {
    return switch (tab) {
      case SETTINGS -> Permission.CHANGE;
      case ACTIVITY -> Permission.READ_ACTIVITY;
      default -> Permission.SEE;
    };
  }

  public String address() {
    return address(path);
  }

  public static String address(String repository) {
    return "/images/" + encoded(repository);
  }

  /** Of one of a repository's tags. */
  public static String address(String repository, String tag) {
    return address(repository) + "/tags/" + encoded(tag);
  }

  /** Of a tab. */
  public String addressOf(String one) {
    return one.equals(TAGS) ? address() : address() + "/" + one;
  }

  /** Of the project's page. */
  public String projectAddress() {
    return "/projects/" + encoded(project);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
