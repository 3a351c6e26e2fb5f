package dev.hearth.dispatcher.api;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.people.Trail;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.TagNames;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people ask for, by whatever way, so that it stands in the activity trail. */
public final class BuildOrders {
  private final Builds builds;
  private final Trail trail;

  public BuildOrders(ApiParts parts) {
    this.builds = parts.builds();
    this.trail = parts.people().trail();
  }

  /**
   * @throws RefusedException {@code INVALID} if a tag is none that people can ask for
   */
  static void requireTags(List<String> tags) {
    for (String tag : tags) {
      TagNames.requestedProblem(tag)
          .ifPresent(problem -> {
            throw RefusedException.invalid("tried to ask for a build, but " + problem);
          });
    }
  }

  /**
   * Asks for a build of a project, to which the asker's right was looked at before.
   *
   * @param from the address from which it was asked
   * @throws RefusedException {@code INVALID} if a tag is none that can be asked for; see {@link
   *     Builds#ask}
   */
  public AcceptedBuild ask(Principal who, String from, Project project, ManualRequest wanted) {
    requireTags(wanted.tags());
    AcceptedBuild accepted = builds.ask(wanted);
    trail.record(
        who,
        from,
        new Thing.OfProject(project.id(), project.name()),
        "build.asked",
        Map.of("build", accepted.title(), "ref", ref(wanted.ref())));
    return accepted;
  }

  private static String ref(@Nullable String ref) {
    return ref == null ? "the default branch" : ref;
  }

  /** Orders a build to be stopped; the asker's right to it was looked at before. */
  public StopResult cancel(Principal who, String from, BuildView build, String why) {
    StopResult result = builds.cancel(build.record().id(), who.name(), why);
    if (result instanceof StopResult.Stopped || result instanceof StopResult.Ordered) {
      var of = build.record().request();
      trail.record(
          who,
          from,
          new Thing.OfProject(of.project(), of.projectName()),
          "build.cancelled",
          Map.of("build", of.title(), "why", why));
    }
    return result;
  }
}
