package dev.glasshouse.lab;

import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.server.VirtualHosts;
import dev.glasshouse.server.files.FileHandler;
import dev.glasshouse.server.files.FileOptions;
import dev.glasshouse.server.files.ResourceTree;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * The site that is built in: {@code glasshouse.test} redirects to {@code www.glasshouse.test},
 * whose pages take their style sheets and pictures from {@code static.glasshouse.test}.
 */
final class BuiltInSite {
  private static final Instant WRITTEN = Instant.parse("2026-11-22T00:00:00Z");

  /** The usual port, to which the network leads; a day, as is the default. */
  private static final String ALSO_QUIC = "h3=\":443\"; ma=86400";

  private static final String FRESH = "public, max-age=600";

  private BuiltInSite() {}

  /** What a host answers. */
  static Handler of(BuiltInHost host) {
    return new VirtualHosts(Map.of(host.name(), site(host)));
  }

  /** The same over TLS: it says that it can be had over HTTP/3 as well (RFC 7838 3). */
  static Handler secure(BuiltInHost host) {
    Handler plain = of(host);
    return Handler.talkative(
        (request, aside) -> plain.handle(request, aside).with("Alt-Svc", ALSO_QUIC));
  }

  private static Handler site(BuiltInHost host) {
    if (host.equals(BuiltInHost.APEX)) {
      return BuiltInSite::toWww;
    }
    // What a page is made of changes with the program alone; the page itself is asked for.
    return new Carried(
        host.equals(BuiltInHost.STATIC)
            ? files("site/static", FileOptions.USUAL.cacheControl(FRESH))
            : www());
  }

  /** The site's pages, and its chat, for whatever name they are asked for. */
  static Handler www() {
    return new Chat(InstantSource.system(), files("site/www", FileOptions.USUAL));
  }

  private static Handler files(String prefix, FileOptions options) {
    return new FileHandler(
        new ResourceTree(BuiltInSite.class, prefix, WRITTEN), options, InstantSource.system());
  }

  private static Response toWww(Request request) {
    return Response.html(
            Status.MOVED_PERMANENTLY,
            "<!DOCTYPE html><title>Moved</title><p>Glasshouse lives at www.glasshouse.test.\n")
        .with("Location", request.scheme() + "://" + BuiltInHost.WWW.name() + request.target());
  }
}
