package dev.hearth.dispatcher.sql;

import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings the tables up to date. Of several that try at once one does it, and the others wait. */
final class Migrations {
  private final String target;

  private Migrations(String target) {
    this.target = target;
  }

  /** To what this program works with. */
  static Migrations all() {
    return new Migrations("latest");
  }

  /** To a version, or the one next before it; tables that are newer stay what they are. */
  static Migrations upTo(int schema) {
    return new Migrations(schema + "?");
  }

  /**
   * @throws org.flywaydb.core.api.FlywayException if they can't be brought up to date
   */
  void run(FluentConfiguration database) {
    database.locations("classpath:db/migration").target(target).load().migrate();
  }
}
