package dev.hearth.dispatcher.api;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.http.Request;
import dev.hearth.dispatcher.images.ImageRights;
import dev.hearth.dispatcher.people.Access;
import dev.hearth.dispatcher.people.Kind;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Scope;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.sql.CachedProjects;
import dev.hearth.dispatcher.sql.ProjectEntry;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.ProjectId;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What requests are about, and whether who asks may do it. What somebody may not see is refused
 * with the very words with which the absent is.
 */
public final class Things {
  private static final Thing FARM = new Thing.Farm();

  private final Access access;
  private final CachedProjects cached;
  private final Projects projects;
  private final FindBuild builds;
  private final ImageRights images;

  public Things(ApiParts parts) {
    this.access = parts.people().access();
    this.cached = parts.projects();
    this.projects = new Projects(cached);
    this.builds = new FindBuild(parts.builds());
    this.images = new ImageRights(access, parts.images().known());
  }

  public static Thing.OfProject of(ProjectEntry entry) {
    return new Thing.OfProject(entry.project().id(), entry.project().name());
  }

  /**
   * What the operation's address names: a project, a build's project, a group, a repository, else
   * the farm.
   *
   * @throws RefusedException if there is none, or they may not do it
   */
  void require(Principal who, Operation operation, Request request) {
    Permission permission = operation.permission();
    if (permission == null) {
      requireKnown(who, operation);
      return;
    }
    if (operation.hasInPath("project")) {
      requireProject(who, permission, request.path("project"));
    } else if (operation.hasInPath("build")) {
      requireBuild(who, permission, request.path("build"));
    } else if (operation.hasInPath("repository")) {
      images.require(who, permission, request.path("repository"));
    } else if (operation.hasInPath("group")) {
      Thing.Group group = new Thing.Group(request.path("group"));
      refuse(who, permission, group, Access.absent(group.title()));
    } else {
      requireOnFarm(who, permission);
    }
  }

  /**
   * A repository of the registry; who may see it only because it is public may nothing else.
   *
   * @throws RefusedException if there can be none for who asks, or they may not
   */
  public Thing.Repository requireRepository(Principal who, Permission permission, String path) {
    return images.require(who, permission, path);
  }

  /** A repository of the registry, with the project whose images it holds. */
  Thing.Repository repository(String path) {
    return images.known().thing(path);
  }

  /**
   * @throws RefusedException if they may not
   */
  public void requireOnFarm(Principal who, Permission permission) {
    refuse(who, permission, FARM, Access.absent(FARM.title()));
  }

  /** A token for images is no token for the API, and one for reading changes nothing. */
  private static void requireKnown(Principal who, Operation operation) {
    Scope least = operation.method().equals("GET") ? Scope.READ_API : Scope.API;
    if (!operation.open() && !who.has(least)) {
      throw RefusedException.forbidden(
          "tried to %s, but the token that was sent is not good for that; use one of scope %s"
              .formatted(operation.tried(), least.word()));
    }
  }

  /**
   * The project that people call so, if who asks may do that with it.
   *
   * @throws RefusedException if there is none, or they may not
   */
  public ProjectEntry requireProject(Principal who, Permission permission, String nameOrId) {
    ProjectEntry entry = projects.require(nameOrId);
    refuse(who, permission, of(entry), Projects.absent(nameOrId));
    return entry;
  }

  /** Whether who asks may see a project. */
  public Predicate<ProjectEntry> isVisible(Principal who) {
    return allows(who, Permission.SEE);
  }

  /** With which projects who asks may do something: for many at once. */
  public Predicate<ProjectEntry> allows(Principal who, Permission permission) {
    Predicate<Thing> allowed = access.mayOn(who, permission);
    return entry -> allowed.test(of(entry));
  }

  /** The projects that who asks may see; null: all, those that are deleted among them. */
  public @Nullable Set<ProjectId> visible(Principal who) {
    if (access.maySeeAll(who)) {
      return null;
    }
    return cached.all().stream()
        .filter(isVisible(who))
        .map(entry -> entry.project().id())
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The build that people call so, if who asks may do that with its project.
   *
   * @throws RefusedException if there is none, or they may not
   */
  public BuildView requireBuild(Principal who, Permission permission, String idOrTitle) {
    BuildView build = builds.require(idOrTitle);
    refuse(who, permission, of(build.record().request()), FindBuild.absent(idOrTitle));
    return build;
  }

  /** What a build is of. A deleted project's builds stay known to those who see its group. */
  public Thing.OfProject of(BuildRequest request) {
    return cached
        .find(request.project())
        .map(Things::of)
        .orElseGet(() -> new Thing.OfProject(request.project(), request.projectName()));
  }

  /** Whether who asks may do something with a thing that they see. */
  public boolean may(Principal who, Permission permission, Thing thing) {
    return access.may(who, permission, thing);
  }

  /** What is said of a repository that is not there, or not for who asks. */
  public static RefusedException absentRepository(String path) {
    return ImageRights.absent(path);
  }

  private void refuse(Principal who, Permission permission, Thing thing, RefusedException absent) {
    if (access.may(who, permission, thing)) {
      return;
    }
    if (thing.kind() != Kind.FARM && !access.may(who, Permission.SEE, thing)) {
      throw absent;
    }
    throw Access.forbidden(who, permission, thing);
  }
}
