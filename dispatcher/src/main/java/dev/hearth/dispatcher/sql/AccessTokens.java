package dev.hearth.dispatcher.sql;

import dev.hearth.dispatcher.people.AccessToken;
import dev.hearth.dispatcher.people.PersonId;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Scope;
import dev.hearth.dispatcher.projects.Secret;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * People's access tokens. A token has 256 random bits, and only its SHA-256 is kept. Thread-safe;
 * every method may block.
 */
public final class AccessTokens {
  /** By which a token is known for one, by people and by who searches for leaked ones. */
  public static final String PREFIX = "hpt_";

  private static final Duration USE_IS_KEPT_EVERY = Duration.ofMinutes(1);

  private final Database database;
  private final Clock clock;

  public AccessTokens(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** A password for somebody to begin with. */
  public static Secret randomPassword() {
    return new Secret(RandomText.of256Bits().substring(0, 20));
  }

  /** A token that was made just now. */
  public record Made(AccessToken token, Secret secret) {}

  public Made make(PersonId person, String name, Set<Scope> scopes, Duration life) {
    Secret secret = new Secret(PREFIX + RandomText.of256Bits());
    Instant now = now();
    AccessToken token =
        new AccessToken(UUID.randomUUID().toString(), name, scopes, now, now.plus(life), null);
    database.write(handle ->
        handle
            .createUpdate(
                "insert into access_tokens (id, person, name, hash, scopes, created_at, expires_at,"
                    + " used_at) values (:id, :person, :name, :hash, :scopes, :created, :expires, 0)")
            .bind("id", token.id())
            .bind("person", person.value())
            .bind("name", name)
            .bind("hash", Sha256.hex(secret.reveal()))
            .bind(
                "scopes",
                scopes.stream().map(Scope::word).sorted().collect(Collectors.joining(" ")))
            .bind("created", token.createdAt().toEpochMilli())
            .bind("expires", token.expiresAt().toEpochMilli())
            .execute());
    return new Made(token, secret);
  }

  /** On whose behalf it is good; empty if it is not, or no longer. */
  public Optional<Principal> bearing(String token) {
    if (!token.startsWith(PREFIX)) {
      return Optional.empty();
    }
    Instant now = now();
    Optional<Found> found =
        database.read(handle ->
            handle
                .createQuery(
                    "select p.id, p.name, p.full_name, p.email, p.operator, p.blocked, p.created_at,"
                        + " t.id as token, t.scopes, t.used_at from access_tokens t"
                        + " join people p on p.id = t.person"
                        + " where t.hash = :hash and t.expires_at > :now and p.blocked = 0")
                .bind("hash", Sha256.hex(token))
                .bind("now", now.toEpochMilli())
                .map(Found::of)
                .findOne());
    found
        .filter(one -> one.usedAt() < now.minus(USE_IS_KEPT_EVERY).toEpochMilli())
        .ifPresent(one -> keepUse(one.token(), now));
    return found.map(Found::principal);
  }

  /** The newest first. */
  public List<AccessToken> list(PersonId person) {
    return database.read(handle ->
        handle
            .createQuery(
                "select id, name, scopes, created_at, expires_at, used_at from access_tokens"
                    + " where person = :person order by created_at desc, id")
            .bind("person", person.value())
            .map(AccessTokens::token)
            .list());
  }

  /** Whether there was one of theirs with this id. */
  public boolean revoke(PersonId person, String id) {
    return database.write(handle ->
        handle.execute("delete from access_tokens where person = ? and id = ?", person.value(), id))
        > 0;
  }

  private void keepUse(String token, Instant now) {
    database.write(handle ->
        handle.execute(
            "update access_tokens set used_at = ? where id = ?", now.toEpochMilli(), token));
  }

  private record Found(String token, long usedAt, Principal principal) {
    static Found of(ResultSet row, StatementContext context) throws SQLException {
      return new Found(
          row.getString("token"),
          row.getLong("used_at"),
          new Principal.Known(PeopleStore.personIn(row), scopes(row.getString("scopes"))));
    }
  }

  private static AccessToken token(ResultSet row, StatementContext context) throws SQLException {
    long used = row.getLong("used_at");
    return new AccessToken(
        row.getString("id"),
        row.getString("name"),
        scopes(row.getString("scopes")),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("expires_at")),
        used == 0 ? null : Instant.ofEpochMilli(used));
  }

  /** A scope that this version does not know counts for nothing. */
  private static Set<Scope> scopes(String words) {
    return Stream.of(words.split(" ", -1))
        .flatMap(word -> Scope.find(word).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }
}
