package dev.glasshouse.net;

import dev.glasshouse.net.proxy.Proxy;
import dev.glasshouse.net.proxy.ProxyAccess;

/**
 * A dial's way through a proxy.
 *
 * @param proxy the proxy
 * @param access what tells it who asks
 */
public record Via(Proxy proxy, ProxyAccess access) {
  /** Where the proxy is: what is dialed in the place of the target. */
  Target target() {
    return switch (proxy.kind()) {
      case HTTPS -> Target.tls(proxy.host(), proxy.port(), java.util.List.of("http/1.1"));
      case HTTP, SOCKS5, SOCKS5H -> Target.plain(proxy.host(), proxy.port());
    };
  }

  /** Whether the proxy is asked for a way to a target; if not, it reads the requests itself. */
  boolean tunnels(Target to) {
    return proxy.tunnels(to.security() instanceof Target.Tls);
  }
}
