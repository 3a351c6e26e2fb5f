package dev.hearth.dispatcher.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * All tables as lines of JSON, an object a row: as they stand at one moment, in a form that goes
 * into a database of the other kind too.
 */
public final class Dump {
  /** Flyway's own table: what it tells is compared, not copied. */
  private static final String HISTORY = "flyway_schema_history";

  /** Others refer to them: they are first. */
  private static final List<String> REFERRED_TO = List.of("projects", "people");

  private static final int AT_ONCE = 500;

  private Dump() {}

  /** The version of the tables. */
  public static int schema(Database database) {
    return database.read(handle ->
        handle.createQuery("select version from " + HISTORY).mapTo(String.class).stream()
            .filter(version -> version != null && version.matches("[0-9]+"))
            .mapToInt(Integer::parseInt)
            .max()
            .orElse(0));
  }

  /** Whether there is neither a project nor a finished build. */
  public static boolean isEmpty(Database database) {
    return database.read(handle ->
        handle
            .createQuery(
                "select 1 from projects union all select 1 from builds union all"
                    + " select 1 from under_way limit 1")
            .mapTo(Integer.class)
            .findFirst()
            .isEmpty());
  }

  /**
   * Writes all rows of all tables as they stand now.
   *
   * @param tables opens the place for a table's rows
   * @return the tables, in the order in which they can be read again
   */
  public static List<String> write(Database database, Function<String, Writer> tables) {
    return database.read(handle -> {
      handle.begin();
      try {
        if (isPostgres(handle)) {
          handle.execute("set transaction isolation level repeatable read, read only");
        }
        List<String> names = names(handle);
        names.forEach(name -> write(handle, name, tables));
        return names;
      } finally {
        handle.rollback();
      }
    });
  }

  private static void write(Handle handle, String table, Function<String, Writer> tables) {
    try (Writer writer = tables.apply(table)) {
      handle
          .createQuery("select * from " + table)
          .setFetchSize(AT_ONCE)
          .map((row, _) -> json(row).toString())
          .forEach(line -> append(writer, line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void append(Writer writer, String line) {
    try {
      writer.append(line).append('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode json(ResultSet row) throws SQLException {
    ResultSetMetaData columns = row.getMetaData();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      String name = columns.getColumnLabel(i);
      switch (row.getObject(i)) {
        case null -> json.putNull(name);
        case String text -> json.put(name, text);
        case Boolean flag -> json.put(name, flag);
        case Long number -> json.put(name, number);
        case Integer number -> json.put(name, number.longValue());
        case Object other ->
            throw new IllegalStateException(
                "column " + name + " holds a " + other.getClass() + ", which a backup can't keep");
      }
    }
    return json;
  }

  /**
   * Puts rows in place of all that stands there, in one transaction.
   *
   * @param tables each table's rows, in the order in which they were written
   */
  public static void read(Database database, Iterable<Rows> tables) {
    database.write(handle -> {
      List<String> names = names(handle);
      names.reversed().forEach(name -> handle.execute("delete from " + name));
      for (Rows rows : tables) {
        if (!names.contains(rows.table())) {
          throw new IllegalStateException("the database has no table " + rows.table());
        }
        read(handle, rows);
      }
      return names.size();
    });
  }

  /** A table's rows, to be read once. */
  public record Rows(String table, BufferedReader lines) {}

  private static void read(Handle handle, Rows rows) {
    try {
      List<JsonNode> some = new ArrayList<>();
      for (String line = rows.lines().readLine(); line != null; line = rows.lines().readLine()) {
        some.add(StoredJson.tree(line));
        if (some.size() == AT_ONCE) {
          insert(handle, rows.table(), some);
          some.clear();
        }
      }
      if (!some.isEmpty()) {
        insert(handle, rows.table(), some);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void insert(Handle handle, String table, List<JsonNode> rows) {
    List<String> columns = new ArrayList<>();
    rows.getFirst().fieldNames().forEachRemaining(columns::add);
    if (!columns.stream().allMatch(column -> column.matches("[a-z_]+"))) {
      throw new IllegalStateException("table " + table + " has a column of a strange name");
    }
    String places =
        IntStream.range(0, columns.size())
            .mapToObj(i -> ":c" + i)
            .collect(Collectors.joining(", "));
    PreparedBatch batch =
        handle.prepareBatch(
            "insert into "
                + table
                + " ("
                + String.join(", ", columns)
                + ") values ("
                + places
                + ")");
    for (JsonNode row : rows) {
      for (int i = 0; i < columns.size(); i++) {
        bind(batch, "c" + i, row.path(columns.get(i)));
      }
      batch.add();
    }
    batch.execute();
  }

  private static void bind(PreparedBatch batch, String name, JsonNode value) {
    if (value.isTextual()) {
      batch.bind(name, value.textValue());
    } else if (value.isIntegralNumber()) {
      batch.bind(name, value.longValue());
    } else if (value.isBoolean()) {
      batch.bind(name, value.booleanValue());
    } else {
      batch.bindNull(name, Types.NULL);
    }
  }

  private static List<String> names(Handle handle) {
    TreeSet<String> names = new TreeSet<>();
    try (ResultSet found =
        handle
            .getConnection()
            .getMetaData()
            .getTables(null, handle.getConnection().getSchema(), "%", new String[] {"TABLE"})) {
      while (found.next()) {
        names.add(found.getString("TABLE_NAME"));
      }
    } catch (SQLException e) {
      throw new DatabaseDownException(e);
    }
    names.removeIf(name -> name.equals(HISTORY) || name.startsWith("sqlite_"));
    List<String> ordered = new ArrayList<>(REFERRED_TO);
    ordered.retainAll(names);
    names.removeAll(ordered);
    ordered.addAll(names);
    return ordered;
  }

  private static boolean isPostgres(Handle handle) {
    try {
      return handle.getConnection().getMetaData().getDatabaseProductName().equals("PostgreSQL");
    } catch (SQLException e) {
      throw new DatabaseDownException(e);
    }
  }
}
