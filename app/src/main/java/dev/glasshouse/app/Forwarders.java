package dev.glasshouse.app;

import dev.glasshouse.dns.front.TranslationPrefix;
import dev.glasshouse.dns.recursive.Upstream;
import dev.glasshouse.net.names.TlsTransport;
import dev.glasshouse.url.AddressText;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Name;

/** The servers that {@code --forward} names: all of them in plain DNS, or all inside TLS. */
final class Forwarders {
  private static final String TLS = "tls://";

  private Forwarders() {}

  /** The root with these servers, which resolve for us. */
  static Upstream upstream(List<String> texts, Console console) {
    boolean tls = texts.getFirst().startsWith(TLS);
    var addresses = new ArrayList<InetSocketAddress>();
    Map<InetSocketAddress, String> certified = new HashMap<>();
    for (String text : texts) {
      if (text.startsWith(TLS) != tls) {
        throw console.wrong(
            "--forward asks all servers inside TLS or none: what one hides, another would show");
      }
      int mark = tls ? text.indexOf('#') : -1;
      String place = text.substring(tls ? TLS.length() : 0, mark < 0 ? text.length() : mark);
      InetSocketAddress address =
          AddressText.parse(place, tls ? TlsTransport.PORT : DoorOptions.DNS_PORT)
              .orElseThrow(() -> console.wrong(text + " is no address of a server"));
      addresses.add(address);
      if (mark >= 0) {
        if (mark == text.length() - 1) {
          throw console.wrong(text + " has no name behind #");
        }
        certified.put(address, text.substring(mark + 1));
      }
    }
    return new Upstream(
        Name.root,
        Upstream.Kind.FORWARD,
        List.of(),
        addresses,
        tls ? Set.of(Upstream.Manner.TLS) : Set.of(),
        certified);
  }

  /** A server as it is told: with its certificate's name, if it has one. */
  static String text(Upstream upstream, InetSocketAddress server) {
    String address = AddressText.of(server);
    if (!upstream.has(Upstream.Manner.TLS)) {
      return address;
    }
    String name = upstream.certified().get(server);
    return TLS + address + (name == null ? "" : "#" + name);
  }

  /**
   * Whom the certificates of servers inside TLS must name, by their addresses; empty where nobody
   * is asked so.
   *
   * @param translator by which servers with IPv4 addresses are asked
   * @throws IOException with a sentence, when one address has two names
   */
  static Map<InetSocketAddress, String> certified(
      List<Upstream> upstreams, Optional<TranslationPrefix> translator) throws IOException {
    Map<InetSocketAddress, String> all = new HashMap<>();
    for (Upstream upstream : upstreams) {
      if (!upstream.has(Upstream.Manner.TLS)) {
        continue;
      }
      for (InetSocketAddress server : upstream.addresses()) {
        String name =
            upstream.certified().getOrDefault(server, AddressText.of(server.getAddress()));
        String other = all.putIfAbsent(server, name);
        if (other != null && !other.equals(name)) {
          throw new IOException(
              "the server "
                  + AddressText.of(server)
                  + " has two names for its certificate, "
                  + other
                  + " and "
                  + name);
        }
        if (translator.isPresent() && server.getAddress() instanceof Inet4Address four) {
          all.put(new InetSocketAddress(translator.get().of(four), server.getPort()), name);
        }
      }
    }
    return all;
  }
}
