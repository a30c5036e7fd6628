package dev.glasshouse.net;

import dev.glasshouse.net.proxy.Proxy;
import dev.glasshouse.net.proxy.ProxyAccess;
import java.util.List;
import java.util.Optional;

/**
 * A dial's way through a proxy.
 *
 * @param proxy the proxy
 * @param access what tells it who asks
 * @param streams whether a proxy of HTTPS may choose HTTP/2, where ways are streams
 */
public record Via(Proxy proxy, ProxyAccess access, boolean streams) {
  private static final String HTTP_2 = "h2";

  /** A way that has a connection of its own. */
  public Via(Proxy proxy, ProxyAccess access) {
    this(proxy, access, false);
  }

  /** Where the proxy is: what is dialed in the place of the target. */
  Target target() {
    return switch (proxy.kind()) {
      case HTTPS ->
          Target.tls(
              proxy.host(),
              proxy.port(),
              streams ? List.of(HTTP_2, "http/1.1") : List.of("http/1.1"));
      case HTTP, SOCKS5, SOCKS5H -> Target.plain(proxy.host(), proxy.port());
    };
  }

  /** Whether the proxy is asked for a way to a target; if not, it reads the requests itself. */
  boolean tunnels(Target to) {
    return proxy.tunnels(to.security() instanceof Target.Tls);
  }

  /** Whether a proxy has chosen to carry ways as streams. */
  boolean carries(Optional<TlsFacts> facts) {
    return facts.flatMap(TlsFacts::alpn).filter(HTTP_2::equals).isPresent();
  }
}
