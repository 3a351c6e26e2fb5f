package dev.hearth.dispatcher.sql;

/** Whether this database was ever used with an etcd: then an empty one has lost its data. */
public final class EtcdUse {
  private static final String NAME = "etcd.used";

  private final Database database;

  public EtcdUse(Database database) {
    this.database = database;
  }

  public boolean known() {
    return database.read(handle ->
        handle
            .createQuery("select value from settings where name = :name")
            .bind("name", NAME)
            .mapTo(String.class)
            .findOne()
            .isPresent());
  }

  public void keep() {
    database.write(handle ->
        handle
            .createUpdate(
                "insert into settings (name, value) values (:name, 'true')"
                    + " on conflict (name) do nothing")
            .bind("name", NAME)
            .execute());
  }
}
