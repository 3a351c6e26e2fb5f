package dev.hearth.dispatcher.sql;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.people.Kind;
import dev.hearth.dispatcher.people.Member;
import dev.hearth.dispatcher.people.Membership;
import dev.hearth.dispatcher.people.Memberships;
import dev.hearth.dispatcher.people.PersonId;
import dev.hearth.dispatcher.people.Role;
import dev.hearth.dispatcher.people.Thing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Who is a member of what. Thread-safe; every method may block. */
public final class MemberStore implements Memberships {
  private final Database database;
  private final Clock clock;

  public MemberStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public List<Membership> of(PersonId person) {
    return database.read(handle ->
        handle
            .createQuery("select kind, thing, role from members where person = :person")
            .bind("person", person.value())
            .map(MemberStore::membership)
            .list()
            .stream()
            .flatMap(Optional::stream)
            .toList());
  }

  /** Those with a role on the thing itself, by name. */
  public List<Member> on(Thing thing) {
    return database.read(handle ->
        handle
            .createQuery(
                "select p.id, p.name, p.full_name, p.email, p.operator, p.blocked, p.created_at,"
                    + " m.role, m.since from members m join people p on p.id = m.person"
                    + " where m.kind = :kind and m.thing = :thing order by p.name")
            .bind("kind", thing.kind().word())
            .bind("thing", thing.key())
            .map(MemberStore::member)
            .list()
            .stream()
            .flatMap(Optional::stream)
            .toList());
  }

  /**
   * Gives somebody a role, instead of the one they have.
   *
   * @return the role they had before; empty: none
   * @throws RefusedException if the last owner would be gone
   */
  public Optional<Role> set(Thing thing, PersonId person, Role role) {
    return database.write(handle -> {
      Optional<Role> before = role(handle, thing, person);
      if (role != Role.OWNER) {
        refuseToLoseTheLastOwner(handle, thing, before);
      }
      handle
          .createUpdate(
              "insert into members (kind, thing, person, role, since)"
                  + " values (:kind, :thing, :person, :role, :since)"
                  + " on conflict (kind, thing, person) do update set role = excluded.role")
          .bind("kind", thing.kind().word())
          .bind("thing", thing.key())
          .bind("person", person.value())
          .bind("role", role.word())
          .bind("since", clock.millis())
          .execute();
      return before;
    });
  }

  /**
   * @return the role they had; empty: none, and nothing changed
   * @throws RefusedException if they are the last owner
   */
  public Optional<Role> remove(Thing thing, PersonId person) {
    return database.write(handle -> {
      Optional<Role> before = role(handle, thing, person);
      refuseToLoseTheLastOwner(handle, thing, before);
      handle.execute(
          "delete from members where kind = ? and thing = ? and person = ?",
          thing.kind().word(),
          thing.key(),
          person.value());
      return before;
    });
  }

  /** With the thing itself. */
  public void removeAll(Thing thing) {
    database.write(handle ->
        handle.execute(
            "delete from members where kind = ? and thing = ?", thing.kind().word(), thing.key()));
  }

  private static void refuseToLoseTheLastOwner(Handle handle, Thing thing, Optional<Role> losing) {
    if (!losing.equals(Optional.of(Role.OWNER))) {
      return;
    }
    // Written, not only read: of two who take an owner at once the second waits here for the first.
    int owners =
        handle.execute(
            "update members set role = role where kind = ? and thing = ? and role = ?",
            thing.kind().word(),
            thing.key(),
            Role.OWNER.word());
    if (owners == 1) {
      throw RefusedException.conflict(
          "tried to take the last owner from %s; make somebody else its owner first"
              .formatted(thing.title()));
    }
  }

  private static Optional<Role> role(Handle handle, Thing thing, PersonId person) {
    return handle
        .createQuery(
            "select role from members where kind = :kind and thing = :thing and person = :person")
        .bind("kind", thing.kind().word())
        .bind("thing", thing.key())
        .bind("person", person.value())
        .mapTo(String.class)
        .findOne()
        .flatMap(Role::find);
  }

  /** Empty for words of a newer version, which count for nothing here. */
  private static Optional<Membership> membership(ResultSet row, StatementContext context)
      throws SQLException {
    Optional<Kind> kind = Kind.find(row.getString("kind"));
    Optional<Role> role = Role.find(row.getString("role"));
    String thing = row.getString("thing");
    return kind.flatMap(one -> role.map(other -> new Membership(one, thing, other)));
  }

  private static Optional<Member> member(ResultSet row, StatementContext context)
      throws SQLException {
    Member member =
        new Member(
            PeopleStore.personIn(row),
            Role.find(row.getString("role")).orElse(Role.GUEST),
            Instant.ofEpochMilli(row.getLong("since")));
    return Stream.of(member).findFirst();
  }
}
