package dev.hearth.dispatcher.sql;

import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings the tables up to date. Of several that try at once one does it, and the others wait. */
final class Migrations {
  private Migrations() {}

  /**
   * @throws org.flywaydb.core.api.FlywayException if they can't be brought up to date
   */
  static void run(FluentConfiguration database) {
    database.locations("classpath:db/migration").load().migrate();
  }
}
