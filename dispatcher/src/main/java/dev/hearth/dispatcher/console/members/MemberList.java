package dev.hearth.dispatcher.console.members;

import dev.hearth.dispatcher.console.frame.Frame;
import dev.hearth.dispatcher.people.Role;
import java.util.List;

/**
 * The members of a thing.
 *
 * @param address of the page; its forms are sent there and below
 * @param inherited those of the things around it
 * @param roles those that who looks may give
 * @param problem why a change was refused; empty: nothing was
 */
public record MemberList(
    Frame frame,
    String address,
    List<Row> own,
    List<Row> inherited,
    List<Role> roles,
    boolean mayManage,
    String problem) {
  public MemberList {
    own = List.copyOf(own);
    inherited = List.copyOf(inherited);
    roles = List.copyOf(roles);
  }

  /**
   * A member.
   *
   * @param from the thing around it; empty: the thing itself
   */
  public record Row(String name, String fullName, Role role, String since, String from) {}

  /** Whether who looks may change this one. */
  public boolean mayChange(Row row) {
    return mayManage && roles.contains(row.role());
  }
}
