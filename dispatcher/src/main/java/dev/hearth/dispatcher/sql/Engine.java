package dev.hearth.dispatcher.sql;

import org.jdbi.v3.core.HandleCallback;

/** One kind of database, as {@link Database} uses it. Thread-safe; every method may block. */
interface Engine extends AutoCloseable {
  <T> T read(HandleCallback<T, RuntimeException> work);

  /** Does the work in one transaction; whatever it throws undoes it. */
  <T> T write(HandleCallback<T, RuntimeException> work);

  @Override
  void close();
}
