package dev.hearth.dispatcher.console.projects;

import dev.hearth.dispatcher.people.Role;
import java.util.List;

/**
 * A project's members.
 *
 * @param inherited those of the groups around it
 * @param roles those that who looks may give
 * @param problem why a change was refused; empty: nothing was
 */
public record MembersPage(
    ProjectHead head,
    List<Row> own,
    List<Row> inherited,
    List<Role> roles,
    boolean mayManage,
    String problem) {
  public MembersPage {
    own = List.copyOf(own);
    inherited = List.copyOf(inherited);
    roles = List.copyOf(roles);
  }

  /**
   * A member.
   *
   * @param from the group; empty: the project itself
   */
  public record Row(String name, String fullName, Role role, String since, String from) {}

  /** Whether who looks may change this one. */
  public boolean mayChange(Row row) {
    return mayManage && roles.contains(row.role());
  }
}
