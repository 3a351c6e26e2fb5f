package dev.hearth.dispatcher.sql;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.people.Passwords;
import dev.hearth.dispatcher.people.Person;
import dev.hearth.dispatcher.people.PersonId;
import dev.hearth.dispatcher.projects.Secret;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.statement.StatementContext;

/** The people and the hashes of their passwords. Thread-safe; every method may block. */
public final class PeopleStore {
  private static final String SELECT =
      "select id, name, full_name, email, operator, blocked, created_at from people ";

  private final Database database;
  private final Clock clock;

  public PeopleStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * @throws RefusedException if somebody has the name
   */
  public Person add(String name, String fullName, String email, boolean operator, Secret password) {
    String hash = Passwords.hash(password);
    Person person =
        new Person(
            PersonId.random(),
            name,
            fullName,
            email,
            operator,
            false,
            Instant.ofEpochMilli(clock.millis()));
    int added =
        database.write(handle ->
            handle
                .createUpdate(
                    "insert into people (id, name, full_name, email, operator, blocked, password,"
                        + " created_at) values (:id, :name, :fullName, :email, :operator, 0,"
                        + " :password, :at) on conflict do nothing")
                .bind("id", person.id().value())
                .bind("name", name)
                .bind("fullName", fullName)
                .bind("email", email)
                .bind("operator", operator ? 1 : 0)
                .bind("password", hash)
                .bind("at", person.createdAt().toEpochMilli())
                .execute());
    if (added == 0) {
      throw RefusedException.conflict(
          "tried to add %s, but somebody of this name is known; choose another".formatted(name));
    }
    return person;
  }

  public Optional<Person> find(String name) {
    return database.read(handle ->
        handle
            .createQuery(SELECT + "where name = :name")
            .bind("name", name)
            .map(PeopleStore::person)
            .findOne());
  }

  /** By name. */
  public List<Person> list() {
    return database.read(
        handle -> handle.createQuery(SELECT + "order by name").map(PeopleStore::person).list());
  }

  /**
   * Replaces all but name, id and password, in one transaction; empty if nobody has the id. Who is
   * blocked is logged out everywhere.
   */
  public Optional<Person> change(PersonId id, UnaryOperator<Person> change) {
    return database.write(handle -> {
      Optional<Person> before =
          handle
              .createQuery(SELECT + "where id = :id")
              .bind("id", id.value())
              .map(PeopleStore::person)
              .findOne();
      return before.map(person -> {
        Person after = change.apply(person);
        handle
            .createUpdate(
                "update people set full_name = :fullName, email = :email, operator = :operator,"
                    + " blocked = :blocked where id = :id")
            .bind("fullName", after.fullName())
            .bind("email", after.email())
            .bind("operator", after.operator() ? 1 : 0)
            .bind("blocked", after.blocked() ? 1 : 0)
            .bind("id", id.value())
            .execute();
        if (after.blocked()) {
          handle.execute("delete from sessions where person = ?", id.value());
        }
        return after;
      });
    });
  }

  /** With the password goes every token and session: who changes it may have lost it. */
  public void changePassword(PersonId id, Secret password) {
    String hash = Passwords.hash(password);
    database.write(handle -> {
      handle.execute("update people set password = ? where id = ?", hash, id.value());
      handle.execute("delete from sessions where person = ?", id.value());
      return handle.execute("delete from access_tokens where person = ?", id.value());
    });
  }

  /** Who logs in; empty if the name, the password or both are wrong, or they are blocked. */
  public Optional<Person> logIn(String name, Secret password) {
    Optional<Person> person = find(name);
    String hash =
        database.read(handle ->
            handle
                .createQuery("select password from people where name = :name")
                .bind("name", name)
                .mapTo(String.class)
                .findOne()
                .orElse(""));
    return Passwords.matches(password, hash)
        ? person.filter(one -> !one.blocked())
        : Optional.empty();
  }

  private static Person person(ResultSet row, StatementContext context) throws SQLException {
    return personIn(row);
  }

  static Person personIn(ResultSet row) throws SQLException {
    return new Person(
        new PersonId(row.getString("id")),
        row.getString("name"),
        row.getString("full_name"),
        row.getString("email"),
        row.getInt("operator") != 0,
        row.getInt("blocked") != 0,
        Instant.ofEpochMilli(row.getLong("created_at")));
  }
}
