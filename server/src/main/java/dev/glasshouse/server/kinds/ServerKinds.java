package dev.glasshouse.server.kinds;

import dev.glasshouse.server.config.RouteKind;
import java.util.List;

/** The kinds of routes that the server itself has. */
public final class ServerKinds {
  private ServerKinds() {}

  /** All of them, in the order of the reference. */
  public static List<RouteKind> all() {
    return all(new SessionTables());
  }

  /** All of them, with these sessions. */
  public static List<RouteKind> all(SessionTables sessions) {
    return List.of(
        new FilesKind(),
        new RedirectKind(),
        new RewriteKind(),
        new RespondKind(),
        new FastCgiKind(sessions),
        new CgiKind(sessions));
  }
}
