package dev.glasshouse.server.config;

import dev.glasshouse.server.rules.PathPattern;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Sites and routes out of values. */
public final class SiteMaking {
  private static final String FILES = "files";

  private SiteMaking() {}

  /** A route of this kind. */
  public static RouteSettings route(RouteKind kind, Values values) {
    PathPattern pattern =
        values
            .value("match", PathPattern.class)
            .or(() -> values.value("path", PathPattern.class))
            .orElseThrow();
    return new RouteSettings(kind, pattern, values.texts("methods"), values);
  }

  /**
   * A site: its routes, and one of files when it has a root.
   *
   * @param table knows the kind {@code files}
   */
  public static SiteSettings site(Values values, List<RouteSettings> routes, OptionTable table) {
    var all = new ArrayList<>(routes);
    if (values.has("root")) {
      RouteKind files = table.kind(FILES).orElseThrow();
      Path root = values.path("root").orElseThrow();
      var own =
          new Values(
              table.route(files),
              values.place("root"),
              Map.of("kind", FILES, "root", root),
              Map.of());
      all.add(route(files, own));
    }
    List<String> names =
        values.texts("names").stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    return new SiteSettings(names, values.flag("default"), all, values);
  }
}
