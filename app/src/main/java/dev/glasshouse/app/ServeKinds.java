package dev.glasshouse.app;

import dev.glasshouse.edge.setup.ProxyKind;
import dev.glasshouse.server.config.OptionTable;
import dev.glasshouse.server.config.RouteKind;
import dev.glasshouse.server.config.Section;
import dev.glasshouse.server.kinds.ServerKinds;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Everything that can answer requests of {@code glass serve}: the server's own, and others'. */
final class ServeKinds {
  private ServeKinds() {}

  /**
   * The table of all that can stand in a configuration file.
   *
   * @param complaints takes what goes wrong behind the routes, a sentence each
   */
  static OptionTable table(Consumer<String> complaints) {
    List<RouteKind> kinds = new ArrayList<>(ServerKinds.all());
    kinds.add(new ProxyKind(_ -> {}, complaints));
    kinds.add(new BuiltInKind());
    List<Section> others = new ArrayList<>();
    return OptionTable.of(kinds, others);
  }
}
