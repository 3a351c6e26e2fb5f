package dev.hearth.dispatcher.console.help;

import dev.hearth.dispatcher.console.frame.Frame;
import dev.hearth.dispatcher.people.Kind;
import dev.hearth.dispatcher.people.PermissionTable;
import dev.hearth.dispatcher.people.Role;
import java.util.List;
import java.util.stream.Collectors;

/** A page of help. */
public record HelpPage(Frame frame) {
  public List<PermissionTable.Row> rows() {
    return PermissionTable.rows();
  }

  public List<Role> roles() {
    return List.of(Role.values());
  }

  /** In the page's language. */
  public String kinds(PermissionTable.Row row) {
    return row.permission().kinds().stream()
        .map(Kind::word)
        .map(kind -> frame.t("kind." + kind))
        .collect(Collectors.joining(frame.t("help.comma")));
  }
}
