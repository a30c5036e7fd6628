package dev.glasshouse.edge.proxy;

import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Request;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.EdgeReason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server behind us is told of the client and of the way here: {@code Forwarded} (RFC 7239)
 * and {@code X-Forwarded-*}, {@code Via} (RFC 9110 7.6.3). What a peer that is not trusted says of
 * this is replaced, in whatever spelling a program behind may take for the same name. Pure.
 *
 * @param fields the fields with it
 * @param dropped the names of the fields that were not believed
 * @param because whether the peer's word was kept
 */
record ClientFields(Fields fields, List<String> dropped, Because because) {
  private static final Clause CLAUSE = Clause.rfc(7239, "8.1");

  static ClientFields of(Fields fields, Request request, ProxyOptions options) {
    String client = address(request.peer());
    boolean trusted = options.trusts(request.peer());
    var kept = new ArrayList<Field>(fields.size() + 6);
    List<String> dropped = List.of();
    for (Field field : fields) {
      boolean shadow = field.name().indexOf('_') >= 0;
      if (!shadow && !mayBeSaid(field.name())) {
        kept.add(field);
        continue;
      }
      String name = PassedFields.lower(field.name()).replace('_', '-');
      if (isSaid(name) ? !trusted || shadow || isReplaced(name) : shadow && isFraming(name)) {
        if (!trusted || shadow) {
          dropped = dropped.isEmpty() ? new ArrayList<>() : dropped;
          dropped.add(field.name());
        }
      } else {
        kept.add(field);
      }
    }
    Fields before = trusted ? fields : Fields.EMPTY;
    kept.add(new Field("Via", joined(fields, "Via", via(request.version(), options))));
    kept.add(new Field("Forwarded", joined(before, "Forwarded", forwarded(request, client))));
    kept.add(new Field("X-Forwarded-For", joined(before, "X-Forwarded-For", client)));
    add(kept, before, "X-Forwarded-Proto", request.scheme());
    add(kept, before, "X-Forwarded-Host", request.authority());
    return new ClientFields(
        Fields.copyOf(kept),
        dropped,
        Because.of(trusted ? EdgeReason.TRUSTED_PEER : EdgeReason.UNTRUSTED_PEER, CLAUSE, client));
  }

  /** Whether {@link #isSaid} is worth asking: no other names begin so. */
  private static boolean mayBeSaid(String name) {
    return switch (name.charAt(0)) {
      case 'v', 'V', 'f', 'F', 'x', 'X' -> true;
      default -> false;
    };
  }

  /** What says something of the client. */
  private static boolean isSaid(String name) {
    return name.equals("via")
        || name.equals("forwarded")
        || name.equals("x-real-ip")
        || name.startsWith("x-forwarded-");
  }

  /** What is put together anew, also from a trusted peer's word. */
  private static boolean isReplaced(String name) {
    return switch (name) {
      case "via", "forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host" -> true;
      default -> false;
    };
  }

  /** What would frame a message for a program that takes an underscore for a hyphen. */
  private static boolean isFraming(String name) {
    return switch (name) {
      case "content-length", "transfer-encoding", "content-type" -> true;
      default -> false;
    };
  }

  private static void add(List<Field> kept, Fields before, String name, String own) {
    String value = before.first(name).orElse(own);
    if (!value.isEmpty()) {
      kept.add(new Field(name, value));
    }
  }

  private static String joined(Fields before, String name, String own) {
    return before.combined(name).map(list -> list + ", " + own).orElse(own);
  }

  static String via(HttpVersion version, ProxyOptions options) {
    return switch (version) {
      case HTTP_1_0 -> "1.0 ".concat(options.name());
      case HTTP_1_1 -> "1.1 ".concat(options.name());
      case SPDY_3_1 -> "3.1 ".concat(options.name());
      case HTTP_2 -> "2 ".concat(options.name());
      case HTTP_3 -> "3 ".concat(options.name());
    };
  }

  /** RFC 7239 4 and 6: an IPv6 address in brackets and quotation marks. */
  private static String forwarded(Request request, String client) {
    String node = client.indexOf(':') >= 0 ? "\"[" + client + "]\"" : client;
    String host = request.authority().isEmpty() ? "" : ";host=\"" + request.authority() + "\"";
    return "for=" + node + host + ";proto=" + request.scheme();
  }

  /** The client's address as text, without port; {@code unknown} where it has none. */
  static String address(SocketAddress peer) {
    return switch (peer) {
      case InetSocketAddress its when its.getAddress() != null -> text(its.getAddress());
      case UnixDomainSocketAddress _ -> "_local";
      default -> "unknown";
    };
  }

  private static String text(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }
}
