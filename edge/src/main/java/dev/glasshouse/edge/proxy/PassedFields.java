package dev.glasshouse.edge.proxy;

import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The fields of a message as they go on to the next connection: those that belong to the one that
 * they came on are gone (RFC 9110 7.6.1). Pure.
 *
 * @param kept what goes on
 * @param dropped the names of what does not
 */
record PassedFields(Fields kept, List<String> dropped) {
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "transfer-encoding",
          "te",
          "upgrade",
          "http2-settings",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-authentication-info");

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
    for (Field field : fields.list()) {
      String name = lower(field.name());
      if (HOP_BY_HOP.contains(name) || named.contains(name)) {
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
    for (Field field : fields.list()) {
      String name = lower(field.name());
      if (!HOP_BY_HOP.contains(name) && !NOT_IN_TRAILERS.contains(name)) {
        kept.add(field);
      }
    }
    return kept.size() == fields.size() ? fields : Fields.copyOf(kept);
  }

  private static Set<String> named(Fields fields) {
    if (!fields.has("Connection")) {
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

  static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
