package dev.hearth.dispatcher.sql;

/** The database can't be used as it is set; waiting will not help. */
public final class UnusableDatabaseException extends RuntimeException {
  UnusableDatabaseException(String sentence) {
    super(sentence);
  }

  UnusableDatabaseException(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  static UnusableDatabaseException of(DatabaseConfig config, Throwable cause) {
    return new UnusableDatabaseException(
        "tried to open the database "
            + config
            + " but "
            + innermost(cause)
            + "; see HEARTH_DATABASE, HEARTH_DATABASE_USER and HEARTH_DATABASE_PASSWORD_FILE",
        cause);
  }

  private static String innermost(Throwable cause) {
    Throwable last = cause;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return String.valueOf(last.getMessage()).strip();
  }
}
