package dev.glasshouse.fetch.cors;

import dev.glasshouse.http.Field;
import dev.glasshouse.http.FieldSyntax;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.url.MimeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which methods and fields any page could always send, which of an answer it could always see, and
 * which only the browser itself may set (<a href="https://fetch.spec.whatwg.org/#methods">Fetch,
 * 2.2.1 and 2.2.2</a>). Pure.
 */
public final class SafeFields {
  /** The longest value of a field that needs no preflight. */
  private static final int LONGEST = 128;

  /** The most that all such values may have together. */
  private static final int MOST = 1024;

  private static final Set<String> FORBIDDEN =
      Set.of(
          "accept-charset",
          "accept-encoding",
          "access-control-request-headers",
          "access-control-request-method",
          "access-control-request-private-network",
          "connection",
          "content-length",
          "cookie",
          "cookie2",
          "date",
          "dnt",
          "expect",
          "host",
          "keep-alive",
          "origin",
          "referer",
          "set-cookie",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "via");

  private static final Set<String> RESPONSE =
      Set.of(
          "cache-control",
          "content-language",
          "content-length",
          "content-type",
          "expires",
          "last-modified",
          "pragma");

  private static final Set<String> FORM_TYPES =
      Set.of("application/x-www-form-urlencoded", "multipart/form-data", "text/plain");

  private SafeFields() {}

  /** A method that any form or element could send (2.2.1 "CORS-safelisted method"). */
  public static boolean isSafelisted(Method method) {
    return switch (method.name()) {
      case "GET", "HEAD", "POST" -> true;
      default -> false;
    };
  }

  /** A method that scripts may not use (2.2.1 "forbidden method"). */
  public static boolean isForbidden(Method method) {
    return switch (method.name().toUpperCase(Locale.ROOT)) {
      case "CONNECT", "TRACE", "TRACK" -> true;
      default -> false;
    };
  }

  /** A field that scripts may not set (2.2.2 "forbidden request-header"). */
  public static boolean isForbidden(Field field) {
    String name = field.name().toLowerCase(Locale.ROOT);
    if (FORBIDDEN.contains(name) || name.startsWith("proxy-") || name.startsWith("sec-")) {
      return true;
    }
    return switch (name) {
      case "x-http-method", "x-http-method-override", "x-method-override" ->
          Fields.copyOf(List.of(field)).elements(name).stream()
              .anyMatch(value -> FieldSyntax.isToken(value) && isForbidden(new Method(value)));
      default -> false;
    };
  }

  /** A field that {@code *} does not stand for (2.2.2 "CORS non-wildcard request-header name"). */
  public static boolean needsItsName(String name) {
    return name.equalsIgnoreCase("authorization");
  }

  /** A field of an answer that any page may see (2.2.2). */
  public static boolean isSafelistedOfResponse(String name) {
    return RESPONSE.contains(name.toLowerCase(Locale.ROOT));
  }

  /**
   * The names of the fields for which a preflight is needed, in lower case, sorted (2.2.2
   * "CORS-unsafe request-header names").
   */
  public static List<String> unsafeNames(Fields fields) {
    var unsafe = new TreeSet<String>();
    var perhaps = new ArrayList<String>();
    int size = 0;
    for (Field field : fields) {
      String name = field.name().toLowerCase(Locale.ROOT);
      if (isSafelisted(name, field.value())) {
        perhaps.add(name);
        size += field.value().length();
      } else {
        unsafe.add(name);
      }
    }
    if (size > MOST) {
      unsafe.addAll(perhaps);
    }
    return List.copyOf(unsafe);
  }

  /** A field that any form could send (2.2.2 "CORS-safelisted request-header"). */
  static boolean isSafelisted(String name, String value) {
    if (value.length() > LONGEST) {
      return false;
    }
    return switch (name) {
      case "accept" -> value.chars().noneMatch(SafeFields::isUnsafe);
      case "accept-language", "content-language" ->
          value.chars().allMatch(SafeFields::isOfLanguage);
      case "content-type" ->
          value.chars().noneMatch(SafeFields::isUnsafe)
              && MimeType.parse(value).filter(t -> FORM_TYPES.contains(t.essence())).isPresent();
      case "range" -> value.matches("bytes=[0-9]+-[0-9]*") && isForward(value);
      default -> false;
    };
  }

  /** A range whose end, where it has one, is not before its start. */
  private static boolean isForward(String range) {
    String[] ends = range.substring("bytes=".length()).split("-", -1);
    return ends[1].isEmpty()
        || new java.math.BigInteger(ends[0]).compareTo(new java.math.BigInteger(ends[1])) <= 0;
  }

  /** 2.2.2 "CORS-unsafe request-header byte". */
  private static boolean isUnsafe(int c) {
    return (c < 0x20 && c != '\t') || c == 0x7f || "\"():<>?@[\\]{}".indexOf(c) >= 0;
  }

  private static boolean isOfLanguage(int c) {
    return (c >= '0' && c <= '9')
        || (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || " *,-.;=".indexOf(c) >= 0;
  }
}
