package dev.hearth.dispatcher.sql;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.people.Person;
import dev.hearth.dispatcher.people.PersonId;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** By what OpenID providers know people. Thread-safe; every method may block. */
public final class Identities {
  private static final int MOST_OF_A_NAME = 1000;
  private static final int LONGEST_NAME = 50;

  private final Database database;
  private final Clock clock;

  public Identities(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  public Optional<Person> find(String issuer, String subject) {
    return database.read(handle -> find(handle, issuer, subject));
  }

  /** Lets somebody be known by it too; empty if it is somebody else's. */
  public Optional<Person> link(String issuer, String subject, Person person) {
    return database.write(handle ->
        insert(handle, issuer, subject, person.id())
            ? Optional.of(person)
            : find(handle, issuer, subject).filter(one -> one.id().equals(person.id())));
  }

  /**
   * Makes a person who is known by it and has no password, or finds whom somebody else has just
   * made.
   *
   * @param wanted what they are called there; a name that somebody has is never taken, but gets a
   *     number: who is called alike elsewhere need not be the same
   */
  public Person add(String issuer, String subject, String wanted, String fullName, String email) {
    return database.write(handle -> {
      Person person = person(handle, nameFor(wanted), fullName, email);
      if (insert(handle, issuer, subject, person.id())) {
        return person;
      }
      handle.execute("delete from people where id = ?", person.id().value());
      return find(handle, issuer, subject)
          .orElseThrow(() -> new IllegalStateException("an identity went while it was read"));
    });
  }

  private Person person(Handle handle, String name, String fullName, String email) {
    for (int i = 1; i < MOST_OF_A_NAME; i++) {
      Person person =
          new Person(
              PersonId.random(),
              i == 1 ? name : name + "-" + i,
              fullName,
              email,
              false,
              false,
              Instant.ofEpochMilli(clock.millis()));
      if (Person.problemOf(person.name()).isEmpty() && insert(handle, person)) {
        return person;
      }
    }
    throw RefusedException.conflict(
        "tried to add %s, but too many people are called so; have one added by an operator"
            .formatted(name));
  }

  private static boolean insert(Handle handle, Person person) {
    return handle
            .createUpdate(
                "insert into people (id, name, full_name, email, operator, blocked, password,"
                    + " created_at) values (:id, :name, :fullName, :email, 0, 0, '', :at)"
                    + " on conflict do nothing")
            .bind("id", person.id().value())
            .bind("name", person.name())
            .bind("fullName", person.fullName())
            .bind("email", person.email())
            .bind("at", person.createdAt().toEpochMilli())
            .execute()
        > 0;
  }

  private boolean insert(Handle handle, String issuer, String subject, PersonId person) {
    return handle.execute(
            "insert into identities (issuer, subject, person, created_at) values (?, ?, ?, ?)"
                + " on conflict do nothing",
            issuer,
            subject,
            person.value(),
            clock.millis())
        > 0;
  }

  private static Optional<Person> find(Handle handle, String issuer, String subject) {
    return handle
        .createQuery(
            "select p.* from identities i join people p on p.id = i.person"
                + " where i.issuer = :issuer and i.subject = :subject")
        .bind("issuer", issuer)
        .bind("subject", subject)
        .map((row, _) -> PeopleStore.personIn(row))
        .findOne();
  }

  /** What is left of a name when it may have our letters only. */
  private static String nameFor(String wanted) {
    String plain =
        wanted
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9._-]+", "-")
            .replaceAll("^[._-]+|[._-]+$", "");
    String cut = plain.substring(0, Math.min(plain.length(), LONGEST_NAME));
    return cut.isEmpty() ? "user" : cut;
  }
}
