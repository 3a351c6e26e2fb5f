package dev.hearth.dispatcher.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is asked of the rows of a table, as it is gathered. Not thread-safe. */
final class Conditions {
  private final List<String> conditions = new ArrayList<>();
  private final Map<String, Object> values = new HashMap<>();

  /** A condition whose values are bound elsewhere. */
  void add(String condition) {
    conditions.add(condition);
  }

  /** A condition on {@code :name}. */
  void add(String condition, String name, Object value) {
    conditions.add(condition);
    values.put(name, value);
  }

  /** The column {@code ref}: in full, or a branch's or tag's name. */
  void ref(String ref) {
    conditions.add("ref in (:ref, :head, :tag)");
    values.put("ref", ref);
    values.put("head", "refs/heads/" + ref);
    values.put("tag", "refs/tags/" + ref);
  }

  /** The column {@code commit_hash}, by its first digits. */
  void commit(String digits) {
    conditions.add("commit_hash >= :commit and commit_hash < :commit_end");
    values.put("commit", digits);
    values.put("commit_end", digits + "g");
  }

  /** To be put behind a table's name. */
  String where() {
    return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
  }

  Map<String, Object> values() {
    return values;
  }
}
