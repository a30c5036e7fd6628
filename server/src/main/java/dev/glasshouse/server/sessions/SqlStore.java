package dev.glasshouse.server.sessions;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sessions in a table of an SQL database, by JDBC: of H2 in a file of this server's own, or of a
 * PostgreSQL that several servers share. Those that are over are removed every now and then by who
 * stores.
 */
public final class SqlStore implements SessionStore {
  /** What works in H2 and in PostgreSQL alike. Times are milliseconds since 1970. */
  private static final String TABLE =
      "CREATE TABLE IF NOT EXISTS glasshouse_sessions (id VARCHAR(64) PRIMARY KEY, version BIGINT"
          + " NOT NULL, created BIGINT NOT NULL, used BIGINT NOT NULL, expires BIGINT NOT NULL,"
          + " content TEXT NOT NULL)";

  private static final String INDEX =
      "CREATE INDEX IF NOT EXISTS glasshouse_sessions_expires ON glasshouse_sessions (expires)";

  private static final Duration SWEEPS = Duration.ofMinutes(1);

  /** Refused because a row is there: class 23, integrity constraint violation. */
  private static final String THERE_ALREADY = "23";

  /**
   * What H2 says on connections whose database it has closed, as it does when its file cannot be
   * written (DATABASE_IS_CLOSED, DATABASE_CALLED_AT_SHUTDOWN): the next connection opens it anew,
   * once these are gone.
   */
  private static final Set<Integer> CLOSED = Set.of(90098, 90121);

  /**
   * What databases say where the table is not there: somebody removed it, or a file that could not
   * be written goes on without it (H2; the last one is PostgreSQL's).
   */
  private static final Set<String> NO_TABLE = Set.of("42S02", "42S03", "42S04", "42P01");

  private final HikariDataSource source;
  private final String name;

  /** What counting may cost at most: whoever watches is told that it is not known. */
  private static final int COUNTING = 3;

  private final SessionCounts counts = new SessionCounts();

  /** When what is over was removed last, milliseconds since 1970. */
  private final AtomicLong swept = new AtomicLong();

  private SqlStore(HikariDataSource source, String name) {
    this.source = source;
    this.name = name;
  }

  /**
   * Sessions in a file of this server's own, which is made where it is not there.
   *
   * @param file its path; the database adds an ending to it
   * @throws StoreException when it cannot be opened
   */
  public static SqlStore inFile(Path file) throws StoreException {
    return inFile(file, Duration.ofSeconds(5));
  }

  /**
   * Sessions in a file of this server's own, which is made where it is not there.
   *
   * @param file its path; the database adds an ending to it
   * @param patience how long a request waits for it, and how long opening it may take
   * @throws StoreException when it cannot be opened
   */
  public static SqlStore inFile(Path file, Duration patience) throws StoreException {
    // What goes wrong is told by us: no file of the database's own beside it, with the values in
    // it.
    String url = "jdbc:h2:file:" + file.toAbsolutePath() + ";TRACE_LEVEL_FILE=0";
    SqlStore store = open(url, "sa", "", patience);
    try (Connection connection = store.source.getConnection();
        Statement statement = connection.createStatement()) {
      // On the disk from the beginning: one that fills up at once would leave a file without it.
      statement.execute("CHECKPOINT SYNC");
      return store;
    } catch (SQLException e) {
      StoreException failed = store.failed(e);
      store.close();
      throw failed;
    }
  }

  /** The file that {@link #inFile} makes of a path. */
  public static Path fileOf(Path file) {
    return Path.of(file.toAbsolutePath() + ".mv.db");
  }

  /**
   * Sessions in a database, whose table is made where it is not there.
   *
   * @param url its JDBC URL
   * @param patience how long a request waits for it
   * @throws StoreException when it is not there
   */
  public static SqlStore open(String url, String user, String password, Duration patience)
      throws StoreException {
    var config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(8);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(Math.max(250, patience.toMillis()));
    config.setInitializationFailTimeout(-1);
    config.setPoolName("glass-sessions");
    if (url.startsWith("jdbc:postgresql:")) {
      long seconds = Math.max(1, patience.toSeconds());
      config.addDataSourceProperty("socketTimeout", Long.toString(seconds));
      config.addDataSourceProperty("connectTimeout", Long.toString(seconds));
    }
    var store = new SqlStore(new HikariDataSource(config), shown(url));
    try {
      store.layTable();
      return store;
    } catch (SQLException e) {
      StoreException failed = store.failed(e);
      store.close();
      throw failed;
    }
  }

  private void layTable() throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(TABLE);
      statement.execute(INDEX);
    }
  }

  /** Without what may be a password. */
  private static String shown(String url) {
    int end = url.indexOf('?') < 0 ? url.length() : url.indexOf('?');
    int semicolon = url.indexOf(';');
    return url.substring(0, semicolon < 0 ? end : Math.min(end, semicolon));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<Stored> load(String key, Instant now) throws StoreException {
    try (Connection connection = source.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT version, created, used, expires, content FROM glasshouse_sessions WHERE id"
                    + " = ?")) {
      statement.setString(1, key);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Stored(
                    row.getLong(1),
                    Instant.ofEpochMilli(row.getLong(2)),
                    Instant.ofEpochMilli(row.getLong(3)),
                    Instant.ofEpochMilli(row.getLong(4)),
                    row.getString(5)))
            : Optional.empty();
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public boolean store(String key, Stored next, Trail trail) throws StoreException {
    sweep(next.used());
    return next.version() == 1 ? insert(key, next) : update(key, key, next);
  }

  @Override
  public boolean rename(String before, String after, Stored next) throws StoreException {
    return update(before, after, next);
  }

  private boolean insert(String key, Stored next) throws StoreException {
    try (Connection connection = source.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "INSERT INTO glasshouse_sessions (version, created, used, expires, content, id)"
                    + " VALUES (?, ?, ?, ?, ?, ?)")) {
      fill(statement, next);
      statement.setString(6, key);
      boolean begun = statement.executeUpdate() == 1;
      if (begun) {
        counts.begin();
      }
      return begun;
    } catch (SQLException e) {
      if (e.getSQLState() != null && e.getSQLState().startsWith(THERE_ALREADY)) {
        return false;
      }
      throw failed(e);
    }
  }

  private boolean update(String before, String after, Stored next) throws StoreException {
    try (Connection connection = source.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "UPDATE glasshouse_sessions SET version = ?, created = ?, used = ?, expires = ?,"
                    + " content = ?, id = ? WHERE id = ? AND version = ?")) {
      fill(statement, next);
      statement.setString(6, after);
      statement.setString(7, before);
      statement.setLong(8, next.version() - 1);
      return statement.executeUpdate() == 1;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static void fill(PreparedStatement statement, Stored next) throws SQLException {
    statement.setLong(1, next.version());
    statement.setLong(2, next.created().toEpochMilli());
    statement.setLong(3, next.used().toEpochMilli());
    statement.setLong(4, next.expires().toEpochMilli());
    statement.setString(5, next.values());
  }

  @Override
  public void touch(String key, Instant used, Instant expires) throws StoreException {
    int _ =
        run(
            "UPDATE glasshouse_sessions SET used = ?, expires = ? WHERE id = ?",
            statement -> {
              statement.setLong(1, used.toEpochMilli());
              statement.setLong(2, expires.toEpochMilli());
              statement.setString(3, key);
            });
  }

  @Override
  public void remove(String key) throws StoreException {
    counts.end(
        run(
            "DELETE FROM glasshouse_sessions WHERE id = ?",
            statement -> statement.setString(1, key)));
  }

  /** Once a minute, whoever stores first removes what is over. */
  private void sweep(Instant now) throws StoreException {
    long last = swept.get();
    long millis = now.toEpochMilli();
    if (millis - last < SWEEPS.toMillis() || !swept.compareAndSet(last, millis)) {
      return;
    }
    sweepAll(millis);
  }

  private void sweepAll(long millis) throws StoreException {
    counts.expire(
        run(
            "DELETE FROM glasshouse_sessions WHERE expires <= ?",
            statement -> statement.setLong(1, millis)));
  }

  @Override
  public long held(Instant now) throws StoreException {
    swept.set(now.toEpochMilli());
    sweepAll(now.toEpochMilli());
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(COUNTING);
      try (ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM glasshouse_sessions")) {
        return row.next() ? row.getLong(1) : 0;
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public SessionCounts counts() {
    return counts;
  }

  private interface Filling {
    void fill(PreparedStatement statement) throws SQLException;
  }

  /** How many rows it was. */
  private int run(String sql, Filling filling) throws StoreException {
    try (Connection connection = source.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      filling.fill(statement);
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private StoreException failed(SQLException problem) {
    if (CLOSED.contains(problem.getErrorCode())) {
      source.getHikariPoolMXBean().softEvictConnections();
    }
    if (problem.getSQLState() != null && NO_TABLE.contains(problem.getSQLState())) {
      try {
        layTable();
      } catch (SQLException e) {
        problem.addSuppressed(e);
      }
    }
    return new StoreException(why(problem), problem);
  }

  /** What the system said of a file, where that is what is wrong; else what the database said. */
  private static String why(SQLException problem) {
    for (Throwable cause = problem.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof FileSystemException || cause.getClass() == IOException.class) {
        return "its file: " + Texts.of(cause);
      }
    }
    return Texts.of(problem);
  }

  @Override
  public void close() {
    source.close();
  }
}
