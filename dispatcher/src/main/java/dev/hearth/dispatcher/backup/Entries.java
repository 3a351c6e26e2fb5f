package dev.hearth.dispatcher.backup;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The names of a backup's entries.
 *
 * <pre>
 * tables/{table}.jsonl   the rows of a table, a JSON object a line
 * keys/{file}            the farm's keys, tokens and passwords, by their place in its home
 * logs/{…}               pieces of logs, by their place in the log directory
 * manifest.json          the last one
 * </pre>
 */
final class Entries {
  static final String TABLES = "tables/";
  static final String KEYS = "keys/";
  static final String LOGS = "logs/";

  /** Files and folders of the farm's home that hold its secrets. */
  static final List<String> SECRETS =
      List.of("farm.key", "admin-token", "hook-secret", "secrets", "ca");

  private static final Pattern SOUND =
      Pattern.compile("(tables|keys|logs)(/[A-Za-z0-9_][A-Za-z0-9._-]*){1,8}");

  private Entries() {}

  /** Whether an entry may be put into its place: it leads nowhere else. */
  static boolean isSound(String name) {
    return name.equals(Manifest.NAME) || SOUND.matcher(name).matches();
  }

  static String table(String name) {
    return TABLES + name + ".jsonl";
  }

  static String tableOf(String entry) {
    return entry.substring(TABLES.length(), entry.length() - ".jsonl".length());
  }
}
