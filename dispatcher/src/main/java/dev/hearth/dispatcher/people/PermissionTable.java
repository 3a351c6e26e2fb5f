package dev.hearth.dispatcher.people;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of permissions as people read it: in the documents and on the help page. */
public final class PermissionTable {
  private PermissionTable() {}

  /**
   * One line of it.
   *
   * @param roles who has it, in the order of {@link Role}
   * @param operators whether operators have it everywhere
   */
  public record Row(Permission permission, List<Boolean> roles, boolean operators) {
    public Row {
      roles = List.copyOf(roles);
    }

    /** The kinds of things on which it can be had: {@code group, project}. */
    public String kinds() {
      return permission.kinds().stream().map(Kind::word).collect(Collectors.joining(", "));
    }
  }

  public static List<Row> rows() {
    return Stream.of(Permission.values())
        .map(permission ->
            new Row(
                permission,
                Stream.of(Role.values()).map(permission::isOf).toList(),
                permission.isOfOperators()))
        .toList();
  }

  /** As Markdown, without a line's end at its end. */
  public static String markdown() {
    String roles = Stream.of(Role.values()).map(Role::title).collect(Collectors.joining(" | "));
    String head = "| may | on | " + roles + " | Operator |";
    String rule = "|---|---|" + ":-:|".repeat(Role.values().length + 1);
    return Stream.concat(Stream.of(head, rule), rows().stream().map(PermissionTable::line))
        .collect(Collectors.joining("\n"));
  }

  /** The scopes of access tokens as a list in Markdown. */
  public static String scopes() {
    return Stream.of(Scope.values())
        .map(scope -> "- `%s`: %s".formatted(scope.word(), scope.sentence()))
        .collect(Collectors.joining("\n"));
  }

  private static String line(Row row) {
    String cells =
        Stream.concat(row.roles().stream(), Stream.of(row.operators()))
            .map(has -> has ? "✓" : "")
            .collect(Collectors.joining(" | "));
    return "| %s | %s | %s |".formatted(row.permission().sentence(), row.kinds(), cells);
  }
}
