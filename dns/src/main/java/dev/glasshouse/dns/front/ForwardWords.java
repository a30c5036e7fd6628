package dev.glasshouse.dns.front;

import dev.glasshouse.dns.recursive.Upstream;
import dev.glasshouse.dns.recursive.Upstream.Manner;
import dev.glasshouse.url.AddressText;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Name;

/**
 * What is said of one zone whose questions go to servers that resolve for us ({@code
 * forward-zone:}).
 */
final class ForwardWords {
  private static final int PLAIN = 53;

  /** RFC 7858 section 3.1. */
  private static final int TLS = 853;

  /** A server: its address and port, if one is said, and the name of its certificate. */
  private record Server(String text, Optional<String> name) {}

  private Optional<Name> name = Optional.empty();
  private final List<Name> hosts = new ArrayList<>();
  private final List<Server> servers = new ArrayList<>();
  private final Set<Manner> manners = EnumSet.noneOf(Manner.class);

  boolean setting(String key, String value) {
    switch (key) {
      case "name" -> name = Optional.of(FrontWords.name(value));
      case "forward-host" -> hosts.add(FrontWords.name(value));
      case "forward-addr" -> servers.add(server(value));
      case "forward-first" -> manner(Manner.FIRST, value);
      case "forward-no-cache" -> manner(Manner.NO_CACHE, value);
      case "forward-tcp-upstream" -> manner(Manner.TCP, value);
      case "forward-tls-upstream", "forward-ssl-upstream" -> manner(Manner.TLS, value);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void manner(Manner manner, String value) {
    if (FrontWords.yes(value)) {
      manners.add(manner);
    } else {
      manners.remove(manner);
    }
  }

  private static Server server(String value) {
    int mark = value.indexOf('#');
    String place = mark < 0 ? value : value.substring(0, mark);
    Optional<String> its =
        mark < 0 ? Optional.empty() : Optional.of(value.substring(mark + 1).strip());
    var server = new Server(place.strip(), its.filter(text -> !text.isEmpty()));
    address(server, PLAIN);
    return server;
  }

  /** Where a server is; its port stands behind an {@code @}. */
  private static InetSocketAddress address(Server server, int usualPort) {
    int at = server.text.indexOf('@');
    String host = at < 0 ? server.text : server.text.substring(0, at);
    String port = at < 0 ? String.valueOf(usualPort) : server.text.substring(at + 1);
    String text = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    return AddressText.parse(text, usualPort)
        .filter(address -> address.getPort() > 0)
        .orElseThrow(
            () -> new IllegalArgumentException(server.text + " is no address of a server"));
  }

  /**
   * The zone and whom it is asked of.
   *
   * @throws IllegalArgumentException with a sentence, when something is missing
   */
  Upstream upstream() {
    Name zone = name.orElseThrow(() -> new IllegalArgumentException("a forward-zone has no name"));
    boolean tls = manners.contains(Manner.TLS);
    if (hosts.isEmpty() && servers.isEmpty()) {
      throw new IllegalArgumentException("forward-zone " + zone + " has no forward-addr");
    }
    if (tls && !hosts.isEmpty()) {
      throw new IllegalArgumentException(
          "forward-zone "
              + zone
              + " is asked inside TLS: it needs forward-addr: ADDRESS@PORT#NAME, no forward-host");
    }
    var addresses = new ArrayList<InetSocketAddress>();
    Map<InetSocketAddress, String> certified = new HashMap<>();
    for (Server server : servers) {
      InetSocketAddress address = address(server, tls ? TLS : PLAIN);
      addresses.add(address);
      server.name.ifPresent(its -> certified.put(address, its));
    }
    return new Upstream(zone, Upstream.Kind.FORWARD, hosts, addresses, manners, certified);
  }
}
