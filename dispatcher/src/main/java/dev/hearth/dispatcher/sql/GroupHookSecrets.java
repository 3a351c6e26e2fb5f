package dev.hearth.dispatcher.sql;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.dispatcher.secrets.Sealer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The groups' hook secrets, sealed: two of a group at most, for a rotation. A change counts as one
 * of the projects, so that every dispatcher reads it. Thread-safe; every method may block.
 */
public final class GroupHookSecrets {
  private static final int MOST = 2;
  private static final String SELECT =
      "select id, path, sealed, made_by, created_at from group_hook_secrets ";

  private final Database database;
  private final Sealer sealer;
  private final Clock clock;
  private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();

  GroupHookSecrets(Database database, Sealer sealer, Clock clock) {
    this.database = database;
    this.sealer = sealer;
    this.clock = clock;
  }

  /** A new one beside the newest of the group; those before that end. */
  public GroupHookSecret add(String path, Secret secret, String by) {
    Instant now = Instant.ofEpochMilli(clock.millis());
    GroupHookSecret made = new GroupHookSecret(ids.generate().toString(), path, secret, by, now);
    return database.write(handle -> {
      ProjectStore.countRevision(handle);
      of(handle, path).stream()
          .skip(MOST - 1L)
          .forEach(one -> handle.execute("delete from group_hook_secrets where id = ?", one.id()));
      handle.execute(
          "insert into group_hook_secrets (id, path, sealed, made_by, created_at)"
              + " values (?, ?, ?, ?, ?)",
          made.id(),
          path,
          sealer.seal(place(made.id()), secret.reveal()),
          by,
          now.toEpochMilli());
      return made;
    });
  }

  /** The newest first. */
  public List<GroupHookSecret> of(String path) {
    return database.read(handle -> of(handle, path));
  }

  /** Whether the group had one with this id. */
  public boolean remove(String path, String id) {
    return database.write(handle -> {
      ProjectStore.countRevision(handle);
      return handle.execute("delete from group_hook_secrets where path = ? and id = ?", path, id)
          > 0;
    });
  }

  List<GroupHookSecret> all() {
    return database.read(handle -> handle.createQuery(SELECT).map(this::secret).list());
  }

  private List<GroupHookSecret> of(Handle handle, String path) {
    return handle
        .createQuery(SELECT + "where path = :path order by id desc")
        .bind("path", path)
        .map(this::secret)
        .list();
  }

  private GroupHookSecret secret(ResultSet row, StatementContext context) throws SQLException {
    String id = row.getString("id");
    return new GroupHookSecret(
        id,
        row.getString("path"),
        new Secret(sealer.open(place(id), row.getString("sealed"))),
        row.getString("made_by"),
        Instant.ofEpochMilli(row.getLong("created_at")));
  }

  private static String place(String id) {
    return "group_hook_secrets/" + id + "/sealed";
  }
}
