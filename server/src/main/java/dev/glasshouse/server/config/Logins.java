package dev.glasshouse.server.config;

import dev.glasshouse.server.access.AccessLimits;
import dev.glasshouse.server.access.BasicLogin;
import dev.glasshouse.server.access.DigestLogin;
import dev.glasshouse.server.access.Login;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Whom a site or a route asks for a name and a password, by the file that it names. */
public final class Logins {
  private Logins() {}

  /**
   * What is said of a site or a route; empty where nobody is asked.
   *
   * @param values of a table that names a file where it asks
   * @throws ConfigException when the file of passwords cannot be used
   */
  public static Optional<Login> of(Values values, InstantSource clock) throws ConfigException {
    String scheme = values.text("auth");
    if (scheme.equals("none")) {
      return Optional.empty();
    }
    Optional<Fault> missing = NamedFiles.unreadable(values, "users");
    if (missing.isPresent()) {
      throw new ConfigException(List.of(missing.get()));
    }
    Path file = values.path("users").orElseThrow();
    String realm = values.text("realm");
    try {
      return Optional.of(
          scheme.equals("basic")
              ? BasicLogin.of(file, realm, AccessLimits.USUAL)
              : DigestLogin.of(file, realm, AccessLimits.USUAL, clock));
    } catch (IOException e) {
      throw new ConfigException(List.of(values.fault("users", String.valueOf(e.getMessage()))));
    }
  }
}
