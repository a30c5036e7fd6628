package dev.glasshouse.app;

import dev.glasshouse.edge.balance.Pool;
import dev.glasshouse.edge.seen.SessionMetrics;
import dev.glasshouse.edge.setup.Edges;
import dev.glasshouse.edge.setup.ProxyKind;
import dev.glasshouse.server.config.OptionTable;
import dev.glasshouse.server.config.RouteKind;
import dev.glasshouse.server.kinds.ServerKinds;
import dev.glasshouse.server.kinds.SessionTables;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Everything that can answer requests of {@code glass serve} and {@code glass edge}: the server's
 * own, and others'.
 *
 * @param table all that can stand in a configuration file
 * @param edges the pools and caches that such a file has opened
 * @param sessions those that it has opened
 */
record ServeKinds(OptionTable table, Edges edges, SessionTables sessions) {
  /**
   * All kinds.
   *
   * @param complaints takes what goes wrong behind the routes, a sentence each
   * @param news is told what changes in the pools of servers
   */
  static ServeKinds of(Consumer<String> complaints, Pool.News news) {
    var sessions = new SessionTables();
    var edges = new Edges(complaints, news, List.of(new SessionMetrics(sessions::figures)));
    List<RouteKind> kinds = new ArrayList<>(ServerKinds.all(sessions));
    kinds.add(new ProxyKind(edges));
    kinds.add(new BuiltInKind());
    return new ServeKinds(OptionTable.of(kinds), edges, sessions);
  }

  /** All that can stand in a configuration file, for who opens nothing. */
  static OptionTable reference() {
    return of(_ -> {}, (_, _) -> {}).table();
  }
}
