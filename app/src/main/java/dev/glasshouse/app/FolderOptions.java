package dev.glasshouse.app;

import dev.glasshouse.net.quic.CongestionControl;
import dev.glasshouse.server.config.ListenSettings;
import dev.glasshouse.server.config.OptionTable;
import dev.glasshouse.server.config.OptionType;
import dev.glasshouse.server.config.RouteKind;
import dev.glasshouse.server.config.RouteSettings;
import dev.glasshouse.server.config.Section;
import dev.glasshouse.server.config.ServerSettings;
import dev.glasshouse.server.config.SiteMaking;
import dev.glasshouse.server.config.Values;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options by which a folder is served without a configuration file: the same settings. */
final class FolderOptions {
  private static final String SOURCE = "the command line";

  @Mixin private final ListenOptions listening = new ListenOptions();

  @Option(names = "--list", description = "list folders that have no index.html")
  private boolean list;

  @Option(names = "--write", description = "let clients write and remove files (PUT, DELETE)")
  private boolean write;

  @Option(names = "--hidden", description = "serve names that begin with a dot")
  private boolean hidden;

  @Option(
      names = "--php",
      paramLabel = "SOCKET|ADDRESS:PORT",
      description = "run *.php by FastCGI, with the PHP-FPM that listens there")
  private @Nullable String php;

  @Option(
      names = "--built-in",
      description = "serve the site that is built in, with its chat at /chat/, in the place of DIR")
  private boolean builtIn;

  @Option(names = "--cgi", description = "run files whose names end with .cgi (RFC 3875)")
  private boolean cgi;

  @Option(
      names = "--push",
      description = "push what the head of a page names over HTTP/2, to clients that take that")
  private boolean push;

  @Option(names = "--spdy", description = "speak SPDY/3.1, too, at --tls-listen: for the museum")
  private boolean spdy;

  @Option(
      names = "--quic-congestion",
      paramLabel = "NAME",
      description = {
        "how HTTP/3 finds out how fast it may send: cubic, reno or bbr; cubic when not said"
      })
  private CongestionControl congestion = CongestionControl.CUBIC;

  /** Whether one of them was said, beside the folder. */
  boolean isAny() {
    return listening.isAny()
        || list
        || write
        || hidden
        || php != null
        || cgi
        || builtIn
        || push
        || spdy
        || congestion != CongestionControl.CUBIC;
  }

  /** Whether no folder is served. */
  boolean isBuiltIn() {
    return builtIn;
  }

  /** The settings that they stand for. */
  ServerSettings settings(Path folder, OptionTable table, Console console) {
    var listeners = new ArrayList<ListenSettings>();
    for (ListenOptions.Place place : listening.places(console)) {
      Map<String, Object> given =
          Map.of(
              "address",
              place.address(),
              "tls",
              place.tls(),
              "push",
              push,
              "spdy",
              spdy,
              "quic-congestion",
              congestion.name().toLowerCase(Locale.ROOT));
      listeners.add(ListenSettings.of(Values.of(table.listen(), SOURCE, given)));
    }
    Map<String, Object> top = new LinkedHashMap<>();
    listening.authority().ifPresent(authority -> top.put("tls-local", authority));
    Map<String, Object> site = new LinkedHashMap<>();
    site.put("default", true);
    listening
        .certificate()
        .ifPresent(its -> {
          site.put("certificate", its.certificate());
          site.put("key", its.key());
        });
    return new ServerSettings(
        Values.of(table.top(), SOURCE, top),
        listeners,
        List.of(
            SiteMaking.site(
                Values.of(table.site(), SOURCE, site), routes(folder, table, console), table)),
        Map.of(),
        table.kinds());
  }

  private List<RouteSettings> routes(Path folder, OptionTable table, Console console) {
    var routes = new ArrayList<RouteSettings>();
    if (builtIn) {
      return List.of(route("built-in", Map.of(), table));
    }
    if (php != null) {
      routes.add(route("fastcgi", Map.of("root", folder, "to", program(php, console)), table));
    }
    if (cgi) {
      routes.add(route("cgi", Map.of("root", folder), table));
    }
    Map<String, Object> files =
        Map.of("root", folder, "list", list, "write", write, "hidden", hidden);
    routes.add(route("files", files, table));
    return routes;
  }

  private static SocketAddress program(String php, Console console) {
    try {
      return (SocketAddress) OptionType.PROGRAM.said(List.of(php));
    } catch (IllegalArgumentException e) {
      throw console.wrong("--php: " + e.getMessage());
    }
  }

  private static RouteSettings route(String kind, Map<String, Object> given, OptionTable table) {
    RouteKind its = table.kind(kind).orElseThrow();
    Section section = table.route(its);
    return SiteMaking.route(its, Values.of(section, SOURCE, given).with("kind", kind));
  }
}
