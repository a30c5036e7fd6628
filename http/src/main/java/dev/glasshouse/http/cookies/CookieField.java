package dev.glasshouse.http.cookies;

import dev.glasshouse.http.FieldSyntax;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The field Cookie, for both ends (RFC 6265bis 4.2, 5.8.3). */
public final class CookieField {
  private CookieField() {}

  /**
   * A cookie as a request carries it.
   *
   * @param name the name; may be empty
   * @param value the value
   */
  public record Pair(String name, String value) {}

  /** The value for these cookies, in their order. */
  public static String of(Collection<Cookie> cookies) {
    var out = new StringBuilder();
    for (Cookie cookie : cookies) {
      if (!out.isEmpty()) {
        out.append("; ");
      }
      if (!cookie.name().isEmpty()) {
        out.append(cookie.name()).append('=');
      }
      out.append(cookie.value());
    }
    return out.toString();
  }

  /**
   * The cookies of a request, as the server's end reads them: the lines of the field in their order
   * (HTTP/2 and HTTP/3 may split it), empty pairs left out. Values keep their quotes.
   */
  public static List<Pair> parse(List<String> lines) {
    var pairs = new ArrayList<Pair>();
    for (String line : lines) {
      for (String part : line.split(";", -1)) {
        int equals = part.indexOf('=');
        String name = equals < 0 ? "" : FieldSyntax.trim(part.substring(0, equals));
        String value = FieldSyntax.trim(part.substring(equals + 1));
        if (!name.isEmpty() || !value.isEmpty()) {
          pairs.add(new Pair(name, value));
        }
      }
    }
    return List.copyOf(pairs);
  }
}
