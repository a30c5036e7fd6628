package dev.glasshouse.edge.proxy;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Request;
import dev.glasshouse.url.AddressText;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who the client is, as far as trusted peers say: the last address of {@code Forwarded} (RFC 7239
 * 5.2 and 6) or {@code X-Forwarded-For} that is none of theirs. Everything to the left of it was
 * written by somebody who is not trusted. Pure.
 */
final class BelievedClient {
  private BelievedClient() {}

  /**
   * The peer itself, where it is not trusted or says nothing that can be read. Where it says two
   * different things, one of the fields is not its own but came through it: neither is believed.
   *
   * @param request as it came, with the fields that its peer has sent
   */
  static SocketAddress of(Request request, ProxyOptions options) {
    SocketAddress peer = request.peer();
    if (!options.trusts(peer)) {
      return peer;
    }
    List<String> newer = nodes(request.fields());
    List<String> older = request.fields().elements("X-Forwarded-For");
    if (newer.isEmpty() || older.isEmpty()) {
      return last(newer.isEmpty() ? older : newer, peer, options);
    }
    SocketAddress one = last(newer, peer, options);
    return one.equals(last(older, peer, options)) ? one : peer;
  }

  /** The first from the right that is not trusted; what cannot be read ends the way. */
  private static SocketAddress last(List<String> nodes, SocketAddress peer, ProxyOptions options) {
    SocketAddress client = peer;
    for (String node : nodes.reversed()) {
      Optional<InetSocketAddress> its = address(node);
      if (its.isEmpty()) {
        return client;
      }
      client = its.get();
      if (!options.trusts(client)) {
        return client;
      }
    }
    return client;
  }

  /** What stands behind {@code for} in each element; nothing where it does not say. */
  private static List<String> nodes(Fields fields) {
    var nodes = new ArrayList<String>();
    for (String element : fields.elements("Forwarded")) {
      var pairs = new ArrayList<String>();
      Fields.split(element, ';', pairs);
      nodes.add(
          pairs.stream()
              .map(String::strip)
              .filter(pair -> pair.regionMatches(true, 0, "for=", 0, 4))
              .findFirst()
              .map(pair -> pair.substring(4))
              .orElse(""));
    }
    return nodes;
  }

  /** Without its port, which may be made up (RFC 7239 6.2). */
  private static Optional<InetSocketAddress> address(String node) {
    String bare = node.strip();
    if (bare.length() > 1 && bare.startsWith("\"") && bare.endsWith("\"")) {
      bare = bare.substring(1, bare.length() - 1);
    }
    int hidden = bare.indexOf(":_");
    return AddressText.parse(hidden < 0 ? bare : bare.substring(0, hidden), 0)
        .map(its -> new InetSocketAddress(its.getAddress(), 0));
  }
}
