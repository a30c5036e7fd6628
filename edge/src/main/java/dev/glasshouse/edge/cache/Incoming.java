package dev.glasshouse.edge.cache;

import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A request as the cache takes it: in one form for all that ask for the same. Pure.
 *
 * @param request without the conditions that the cache answers itself, and with the codings that
 *     make a difference
 * @param conditions If-None-Match and If-Modified-Since, as they came
 * @param unkeyed the name of a field that may change the answer and is no part of what entries are
 *     kept by; empty where there is none
 * @param loops whether it came through this cache already (RFC 8586)
 * @param fromCache whether another cache of a CDN asks
 * @param codings the codings that the client takes, as they are compared; empty for none
 */
record Incoming(
    Request request,
    Fields conditions,
    String unkeyed,
    boolean loops,
    boolean fromCache,
    String codings) {

  /** The codings that servers choose among, in the order in which they are written. */
  private static final List<String> CODINGS = List.of("br", "zstd", "gzip");

  /** Reads a request for a cache of that name. */
  static Incoming of(Request request, String name) {
    var kept = new ArrayList<Field>(request.fields().size());
    var conditions = new ArrayList<Field>(2);
    String unkeyed = "";
    boolean loops = false;
    boolean fromCache = false;
    boolean changed = false;
    String codings = "";
    for (Field field : request.fields()) {
      switch (Kind.of(field.name())) {
        case ORDINARY -> kept.add(field);
        case HOST -> changed = true;
        case CONDITION -> conditions.add(field);
        case UNKEYED -> {
          unkeyed = field.name();
          kept.add(field);
        }
        case LOOP -> {
          fromCache = true;
          loops |= names(field.value(), name);
          kept.add(field);
        }
        case CODINGS -> {
          codings = codings(request.fields());
          changed = true;
        }
      }
    }
    if (!codings.isEmpty()) {
      kept.add(new Field("Accept-Encoding", codings));
    }
    Request taken = changed || !conditions.isEmpty() ? request.with(Fields.copyOf(kept)) : request;
    return new Incoming(
        taken,
        conditions.isEmpty() ? Fields.EMPTY : Fields.copyOf(conditions),
        unkeyed,
        loops,
        fromCache,
        codings);
  }

  /** The same, with the client's conditions left to the origin. */
  Incoming withConditions() {
    return conditions.isEmpty()
        ? this
        : new Incoming(
            request.with(request.fields().plus(conditions)),
            Fields.EMPTY,
            unkeyed,
            loops,
            fromCache,
            codings);
  }

  /** What a field is for the cache. */
  private enum Kind {
    ORDINARY,
    HOST,
    CONDITION,
    UNKEYED,
    LOOP,
    CODINGS;

    static Kind of(String name) {
      return switch (name.length()) {
        case 4 -> is(name, "Host", HOST);
        case 6 -> is(name, "X-Host", UNKEYED);
        case 8 -> is(name, "CDN-Loop", LOOP);
        case 13 ->
            name.equalsIgnoreCase("X-HTTP-Method") || name.equalsIgnoreCase("X-Rewrite-URL")
                ? UNKEYED
                : is(name, "If-None-Match", CONDITION);
        case 14 -> is(name, "X-Original-URL", UNKEYED);
        case 15 ->
            name.equalsIgnoreCase("X-Original-Host")
                ? UNKEYED
                : is(name, "Accept-Encoding", CODINGS);
        case 16 -> is(name, "X-Forwarded-Path", UNKEYED);
        case 17 -> is(name, "If-Modified-Since", CONDITION);
        case 18 ->
            name.equalsIgnoreCase("X-Forwarded-Prefix")
                    || name.equalsIgnoreCase("X-Forwarded-Scheme")
                ? UNKEYED
                : is(name, "X-Forwarded-Server", UNKEYED);
        case 22 -> is(name, "X-HTTP-Method-Override", UNKEYED);
        default -> ORDINARY;
      };
    }

    private static Kind is(String name, String wanted, Kind kind) {
      return name.equalsIgnoreCase(wanted) ? kind : ORDINARY;
    }
  }

  /** Whether CDN-Loop names a cache (RFC 8586 2): identifiers with parameters, at commas. */
  private static boolean names(String value, String name) {
    for (String each : value.split(",")) {
      if (each.split(";", 2)[0].strip().equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The codings that the client takes of those that servers choose among, in one order: browsers
   * write the same wish in many ways, and each would be a variant. A weight of zero refuses; other
   * weights do not count.
   */
  private static String codings(Fields fields) {
    var taken = new ArrayList<String>(3);
    List<String> elements = fields.elements("Accept-Encoding");
    for (String coding : CODINGS) {
      for (String element : elements) {
        String[] parts = element.split(";", 2);
        String named = parts[0].strip().toLowerCase(Locale.ROOT);
        if (named.equals(coding) || (named.equals("x-gzip") && coding.equals("gzip"))) {
          if (!refused(parts)) {
            taken.add(coding);
          }
          break;
        }
      }
    }
    return String.join(", ", taken);
  }

  private static boolean refused(String[] parts) {
    if (parts.length < 2) {
      return false;
    }
    String weight = parts[1].strip().toLowerCase(Locale.ROOT).replace(" ", "");
    return weight.startsWith("q=0")
        && weight.substring(3).chars().allMatch(c -> c == '.' || c == '0');
  }
}
