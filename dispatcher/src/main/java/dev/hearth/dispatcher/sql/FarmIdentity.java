package dev.hearth.dispatcher.sql;

import dev.hearth.dispatcher.secrets.Sealer;
import java.util.Optional;

/**
 * The farm's id: random, made by the dispatcher that used the database first, and sealed with the
 * farm's key, so that only who has that key reads it.
 */
public final class FarmIdentity {
  private static final String NAME = "farm.id";
  private static final String PLACE = "settings/" + NAME;

  private final Database database;

  public FarmIdentity(Database database) {
    this.database = database;
  }

  /** Whether a dispatcher has used the database before. */
  public boolean exists() {
    return sealed().isPresent();
  }

  /**
   * @throws dev.hearth.dispatcher.secrets.CannotUnsealException if this is another farm's key
   */
  public Optional<String> find(Sealer sealer) {
    return sealed().map(sealed -> sealer.open(PLACE, sealed));
  }

  /**
   * The farm's id, which is the one given if it has none yet.
   *
   * @throws dev.hearth.dispatcher.secrets.CannotUnsealException if this is another farm's key
   */
  public String findOrMake(Sealer sealer, String id) {
    database.write(handle ->
        handle
            .createUpdate(
                "insert into settings (name, value) values (:name, :value)"
                    + " on conflict (name) do nothing")
            .bind("name", NAME)
            .bind("value", sealer.seal(PLACE, id))
            .execute());
    return find(sealer).orElseThrow();
  }

  private Optional<String> sealed() {
    return database.read(handle ->
        handle
            .createQuery("select value from settings where name = :name")
            .bind("name", NAME)
            .mapTo(String.class)
            .findOne());
  }
}
