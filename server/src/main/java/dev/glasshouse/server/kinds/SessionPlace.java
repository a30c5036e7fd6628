package dev.glasshouse.server.kinds;

import dev.glasshouse.server.config.SecretFile;
import dev.glasshouse.server.config.Values;
import dev.glasshouse.server.sessions.MemoryStore;
import dev.glasshouse.server.sessions.RedisStore;
import dev.glasshouse.server.sessions.SessionStore;
import dev.glasshouse.server.sessions.SqlStore;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where sessions of a configuration are kept. */
sealed interface SessionPlace {
  /** In this process. */
  record Memory() implements SessionPlace {}

  /** In a file of this server's own. */
  record File(Path path) implements SessionPlace {}

  /** In a database. */
  record Sql(String url) implements SessionPlace {}

  /** In a Redis. */
  record Redis(URI uri) implements SessionPlace {}

  /** What a table says; empty where that is no place. */
  static Optional<SessionPlace> of(Values values) {
    Optional<Path> file = values.path("file");
    return file.isPresent() ? Optional.of(new File(file.get())) : of(values.text("store"));
  }

  private static Optional<SessionPlace> of(String text) {
    if (text.equals("memory")) {
      return Optional.of(new Memory());
    }
    if (text.startsWith("jdbc:postgresql:") || text.startsWith("jdbc:h2:")) {
      return Optional.of(new Sql(text));
    }
    try {
      var uri = new URI(text);
      boolean redis = "redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme());
      return redis && uri.getHost() != null ? Optional.of(new Redis(uri)) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /**
   * Opens it.
   *
   * @throws IOException when it is not to be had, with a sentence
   */
  default SessionStore open(Values values) throws IOException {
    Duration patience = values.duration("patience");
    String user = values.value("user", String.class).orElse("");
    return switch (this) {
      case Memory _ -> new MemoryStore(values.number("most"), values.size("memory"));
      case File(Path path) -> SqlStore.inFile(path, patience);
      case Sql(String url) -> SqlStore.open(url, user, password(values), patience);
      case Redis(URI uri) -> RedisStore.open(named(uri, user, password(values)), patience);
    };
  }

  private static String password(Values values) throws IOException {
    Optional<Path> file = values.path("password-file");
    return file.isPresent() ? SecretFile.read(file.get(), "password") : "";
  }

  private static URI named(URI uri, String user, String password) throws IOException {
    if (user.isEmpty() && password.isEmpty()) {
      return uri;
    }
    try {
      return new URI(
          uri.getScheme(),
          user + ":" + password,
          uri.getHost(),
          uri.getPort(),
          uri.getPath(),
          uri.getQuery(),
          null);
    } catch (URISyntaxException e) {
      // Its message would show the password.
      throw new IOException("no address of a Redis can be made of that");
    }
  }
}
