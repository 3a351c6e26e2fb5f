package dev.hearth.dispatcher.api;

import dev.hearth.dispatcher.people.Access;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Role;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.sql.CachedProjects;
import dev.hearth.dispatcher.sql.MemberStore;
import dev.hearth.dispatcher.sql.ProjectEntry;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;

/**
 * Who may create a project, and who owns it then: in a group it takes a role there; a group that is
 * new belongs to who makes the first project in it.
 */
final class NewProjects {
  private final Access access;
  private final MemberStore members;
  private final CachedProjects projects;

  NewProjects(ApiParts parts) {
    this.access = parts.people().access();
    this.members = parts.people().members();
    this.projects = parts.projects();
  }

  /**
   * @throws dev.hearth.dispatcher.RefusedException forbidden if they may not
   */
  void require(Principal who, ProjectName name) {
    Thing group = group(name);
    if (!isNew(name) && !access.may(who, Permission.CREATE, group)) {
      throw Access.forbidden(who, Permission.CREATE, group);
    }
  }

  /**
   * A project that moves is new where it goes.
   *
   * @throws dev.hearth.dispatcher.RefusedException forbidden if they may not
   */
  void requireMove(Principal who, ProjectName from, ProjectName to) {
    if (!group(from).equals(group(to))) {
      require(who, to);
    }
  }

  /** The creator owns. */
  void own(Principal who, ProjectEntry created) {
    if (who instanceof Principal.Known(var person, _)) {
      Thing project = Things.of(created);
      Thing top = new Thing.Group(top(created.project().name()));
      members.set(project, person.id(), Role.OWNER);
      boolean alone =
          projects.all().stream()
              .filter(one -> top(one.project().name()).equals(top.key()))
              .allMatch(one -> one.project().id().equals(created.project().id()));
      if (alone && members.on(top).isEmpty()) {
        members.set(top, person.id(), Role.OWNER);
      }
    }
  }

  void disown(ProjectEntry deleted) {
    members.removeAll(Things.of(deleted));
  }

  private boolean isNew(ProjectName name) {
    return projects.all().stream().noneMatch(one -> top(one.project().name()).equals(top(name)))
        && new Thing.OfProject(ProjectId.random(), name)
            .lineage().stream().allMatch(thing -> members.on(thing).isEmpty());
  }

  private static Thing group(ProjectName name) {
    return new Thing.Group(name.value().substring(0, name.value().lastIndexOf('/')));
  }

  private static String top(ProjectName name) {
    return name.value().substring(0, name.value().indexOf('/'));
  }
}
