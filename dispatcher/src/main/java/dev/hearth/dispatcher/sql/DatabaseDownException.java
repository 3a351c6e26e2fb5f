package dev.hearth.dispatcher.sql;

/** The database did not do what it was asked, and not for a reason of the asker's: try later. */
public final class DatabaseDownException extends RuntimeException {
  DatabaseDownException(Throwable cause) {
    super("tried to use the database but it failed: " + cause.getMessage(), cause);
  }
}
