package dev.hearth.dispatcher.sql;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which database keeps projects and finished builds.
 *
 * @param url {@code jdbc:sqlite:/path} or {@code jdbc:postgresql://host:port/database}, with the
 *     driver's parameters (as {@code sslmode}) behind it
 * @param user null: the URL says who, or the driver guesses
 * @param password null: none
 */
public record DatabaseConfig(String url, @Nullable String user, @Nullable String password) {
  private static final String SQLITE = "jdbc:sqlite:";
  private static final String POSTGRES = "jdbc:postgresql:";

  /** The default: a SQLite file in the farm's state directory. */
  public static DatabaseConfig in(Path home) {
    return new DatabaseConfig(SQLITE + home.toAbsolutePath().resolve("hearth.db"), null, null);
  }

  /** Whether there is a driver for it. */
  public boolean isKnown() {
    return isPostgres() || url.startsWith(SQLITE);
  }

  /** Whether several dispatchers can share it. */
  public boolean isPostgres() {
    return url.startsWith(POSTGRES);
  }

  /** SQLite's file. */
  public Path file() {
    return Path.of(url.substring(SQLITE.length()));
  }

  /** Without parameters, among which there may be a secret. */
  @Override
  public String toString() {
    return url.replaceFirst("\\?.*", "") + (user == null ? "" : " as " + user);
  }
}
