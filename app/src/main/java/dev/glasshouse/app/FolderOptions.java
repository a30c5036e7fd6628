package dev.glasshouse.app;

import dev.glasshouse.server.config.ListenSettings;
import dev.glasshouse.server.config.OptionTable;
import dev.glasshouse.server.config.RouteKind;
import dev.glasshouse.server.config.RouteSettings;
import dev.glasshouse.server.config.Section;
import dev.glasshouse.server.config.ServerSettings;
import dev.glasshouse.server.config.SiteMaking;
import dev.glasshouse.server.config.Values;
import dev.glasshouse.url.AddressText;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a folder is served without a configuration file: the same settings. */
final class FolderOptions {
  private static final String SOURCE = "the command line";
  private static final int HTTP_PORT = 8080;
  private static final int HTTPS_PORT = 8443;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS[:PORT]",
      description = {
        "where to listen by HTTP/1.0, 1.1 and 2: port " + HTTP_PORT + " when not said, port 0 for",
        "a free one; repeatable. 127.0.0.1:" + HTTP_PORT + " when no place at all is said"
      })
  private List<String> plain = new ArrayList<>();

  @Option(
      names = "--tls-listen",
      paramLabel = "ADDRESS[:PORT]",
      description = {
        "where to listen by HTTPS: HTTP/1.1 and 2 by TCP, HTTP/3 by UDP; port "
            + HTTPS_PORT
            + " when not",
        "said; repeatable"
      })
  private List<String> secured = new ArrayList<>();

  @Option(
      names = "--tls-local",
      paramLabel = "FOLDER",
      description = {
        "take the certificate for --tls-listen from a local authority of your own, which is kept",
        "in this folder, and made where there is none"
      })
  private @Nullable Path authority;

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = {
        "the certificate for --tls-listen with its intermediates, PEM, with --key; made anew, for",
        "this run, when not said"
      })
  private @Nullable Path certificate;

  @Option(names = "--key", paramLabel = "FILE", description = "its private key, PEM (PKCS #8)")
  private @Nullable Path key;

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

  /** Whether one of them was said, beside the folder. */
  boolean isAny() {
    return !plain.isEmpty()
        || !secured.isEmpty()
        || authority != null
        || certificate != null
        || key != null
        || list
        || write
        || hidden
        || php != null
        || cgi
        || builtIn;
  }

  /** Whether no folder is served. */
  boolean isBuiltIn() {
    return builtIn;
  }

  /** The settings that they stand for. */
  ServerSettings settings(Path folder, OptionTable table, Console console) {
    if ((certificate == null) != (key == null)) {
      throw console.wrong("--cert and --key belong together");
    }
    if ((certificate != null || authority != null) && secured.isEmpty()) {
      throw console.wrong("--cert and --tls-local are for --tls-listen");
    }
    if (certificate != null && authority != null) {
      throw console.wrong("either --cert or --tls-local");
    }
    List<String> open = plain.isEmpty() && secured.isEmpty() ? List.of("127.0.0.1") : plain;
    var listeners = new ArrayList<ListenSettings>();
    open.forEach(text -> listeners.add(listener(text, HTTP_PORT, false, table, console)));
    secured.forEach(text -> listeners.add(listener(text, HTTPS_PORT, true, table, console)));
    Map<String, Object> top = new LinkedHashMap<>();
    if (authority != null) {
      top.put("tls-local", authority);
    }
    Map<String, Object> site = new LinkedHashMap<>();
    site.put("default", true);
    if (certificate != null && key != null) {
      site.put("certificate", certificate);
      site.put("key", key);
    }
    return new ServerSettings(
        Values.of(table.top(), SOURCE, top),
        listeners,
        List.of(
            SiteMaking.site(
                Values.of(table.site(), SOURCE, site), routes(folder, table, console), table)),
        Map.of());
  }

  private static ListenSettings listener(
      String text, int port, boolean tls, OptionTable table, Console console) {
    InetSocketAddress address =
        AddressText.parse(text, port)
            .orElseThrow(() -> console.wrong(text + " is no address to listen at"));
    return ListenSettings.of(
        Values.of(table.listen(), SOURCE, Map.of("address", address, "tls", tls)));
  }

  private List<RouteSettings> routes(Path folder, OptionTable table, Console console) {
    var routes = new ArrayList<RouteSettings>();
    if (builtIn) {
      return List.of(route("built-in", Map.of(), table));
    }
    if (php != null) {
      if (!php.contains("/") && AddressText.parse(php, 1).isEmpty()) {
        throw console.wrong("--php: " + php + " is no address and no socket");
      }
      routes.add(route("fastcgi", Map.of("root", folder, "to", php), table));
    }
    if (cgi) {
      routes.add(route("cgi", Map.of("root", folder), table));
    }
    Map<String, Object> files =
        Map.of("root", folder, "list", list, "write", write, "hidden", hidden);
    routes.add(route("files", files, table));
    return routes;
  }

  private static RouteSettings route(String kind, Map<String, Object> given, OptionTable table) {
    RouteKind its = table.kind(kind).orElseThrow();
    Section section = table.route(its);
    return SiteMaking.route(its, Values.of(section, SOURCE, given).with("kind", kind));
  }
}
