package dev.hearth.dispatcher.backup;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;

/**
 * What a backup holds: its last entry, so that a file that was cut short has none.
 *
 * @param format of the file; {@link #FORMAT}
 * @param program the version of the program that made it
 * @param schema the version of the database's tables
 * @param at when it was made
 * @param tables in the order in which they are read again
 * @param underWay the builds that were under way, {@code team/app#42 of main, …}
 * @param settings those of the environment, without secrets
 * @param sums SHA-256 of every other entry, by its name
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Manifest(
    int format,
    String program,
    int schema,
    String at,
    List<String> tables,
    List<String> underWay,
    Map<String, String> settings,
    Map<String, String> sums) {
  public static final int FORMAT = 1;

  static final String NAME = "manifest.json";

  public Manifest {
    tables = List.copyOf(tables);
    underWay = List.copyOf(underWay);
    settings = Map.copyOf(settings);
    sums = Map.copyOf(sums);
  }

  /** How many logs' pieces there are. */
  public long logs() {
    return sums.keySet().stream().filter(name -> name.startsWith(Entries.LOGS)).count();
  }
}
