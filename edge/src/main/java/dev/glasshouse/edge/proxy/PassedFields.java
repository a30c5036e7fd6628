package dev.glasshouse.edge.proxy;

import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of a message as they go on to the next connection: those that belong to the one that
 * they came on are gone (RFC 9110 7.6.1). Pure.
 *
 * @param kept what goes on
 * @param dropped the names of what does not
 */
record PassedFields(Fields kept, List<String> dropped) {
  /**
   * What a sender may not name in Connection, since it is for all recipients: who does wants it
   * lost on the way.
   */
  private static final Set<String> FOR_ALL =
      Set.of(
          "host",
          "content-length",
          "content-type",
          "content-encoding",
          "cache-control",
          "cookie",
          "authorization",
          "forwarded",
          "via",
          "date",
          "expect");

  /** Nobody's business behind a framing that was read: not even at the end of a message. */
  private static final Set<String> NOT_IN_TRAILERS =
      Set.of(
          "content-length",
          "host",
          "authorization",
          "cookie",
          "set-cookie",
          "content-encoding",
          "content-type",
          "content-range",
          "trailer",
          "expect",
          "max-forwards",
          "cache-control",
          "forwarded",
          "via");

  /** The fields of a header section. */
  static PassedFields of(Fields fields) {
    Set<String> named = named(fields);
    List<Field> kept = new ArrayList<>(fields.size() + 6);
    List<String> dropped = List.of();
    for (Field field : fields) {
      boolean its = !named.isEmpty() && named.contains(lower(field.name()));
      if (its || isHopByHop(field)) {
        dropped = dropped.isEmpty() ? new ArrayList<>() : dropped;
        dropped.add(field.name());
      } else {
        kept.add(field);
      }
    }
    return new PassedFields(dropped.isEmpty() ? fields : Fields.copyOf(kept), dropped);
  }

  /** The fields of a trailer section (RFC 9110 6.5.1). */
  static Fields trailers(Fields fields) {
    List<Field> kept = new ArrayList<>(fields.size());
    for (Field field : fields) {
      if (!isHopByHop(field) && !NOT_IN_TRAILERS.contains(lower(field.name()))) {
        kept.add(field);
      }
    }
    return kept.size() == fields.size() ? fields : Fields.copyOf(kept);
  }

  /** By their lengths first: every field of every message is looked at. */
  private static boolean isHopByHop(Field field) {
    return switch (field.name().length()) {
      case 2 -> field.is("TE");
      case 7 -> field.is("Upgrade");
      case 10 -> field.is("Connection") || field.is("Keep-Alive");
      case 14 -> field.is("HTTP2-Settings");
      case 16 -> field.is("Proxy-Connection");
      case 17 -> field.is("Transfer-Encoding");
      case 18 -> field.is("Proxy-Authenticate");
      case 19 -> field.is("Proxy-Authorization");
      case 25 -> field.is("Proxy-Authentication-Info");
      default -> false;
    };
  }

  private static Set<String> named(Fields fields) {
    Optional<String> first = fields.first("Connection");
    if (first.isEmpty() || isOnlyOf(fields, first.get())) {
      return Set.of();
    }
    var named = new HashSet<String>();
    for (String name : fields.elements("Connection")) {
      String lower = lower(name);
      if (!FOR_ALL.contains(lower)) {
        named.add(lower);
      }
    }
    return named;
  }

  /** Whether nothing but how long the connection stays is said, as in nearly all messages. */
  private static boolean isOnlyOf(Fields fields, String said) {
    return (said.equals("keep-alive") || said.equals("close"))
        && fields.all("Connection").size() == 1;
  }

  static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
