package dev.glasshouse.fetch;

import dev.glasshouse.http.FieldSyntax;
import dev.glasshouse.http.Fields;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One time that a server tells of its work.
 *
 * @param metric its name
 * @param took how long it took; zero where it tells no time
 * @param description what it is; empty where it does not say
 * @see <a href="https://www.w3.org/TR/server-timing/#the-server-timing-header-field">Server Timing,
 *     section 2</a>
 */
record ServerTiming(String metric, Duration took, String description) {
  /** More than these of one answer are not told. */
  static final int MOST = 32;

  private static final int LONGEST = 200;

  /** No work of a server takes longer. */
  private static final BigDecimal LONGEST_MILLIS =
      BigDecimal.valueOf(Duration.ofDays(1).toMillis());

  /** What an answer tells; what cannot be read is passed over. */
  static List<ServerTiming> of(Fields fields) {
    if (!fields.has("Server-Timing")) {
      return List.of();
    }
    var all = new ArrayList<ServerTiming>();
    for (String element : fields.elements("Server-Timing")) {
      var parts = new ArrayList<String>();
      Fields.split(element, ';', parts);
      String metric = parts.isEmpty() ? "" : parts.getFirst();
      if (FieldSyntax.isToken(metric) && all.size() < MOST) {
        all.add(of(metric, parts.subList(1, parts.size())));
      }
    }
    return all;
  }

  private static ServerTiming of(String metric, List<String> parameters) {
    Duration took = Duration.ZERO;
    String description = "";
    Set<String> seen = new HashSet<>();
    for (String parameter : parameters) {
      int equals = parameter.indexOf('=');
      String name = FieldSyntax.trim(equals < 0 ? parameter : parameter.substring(0, equals));
      String value = equals < 0 ? "" : unquoted(FieldSyntax.trim(parameter.substring(equals + 1)));
      // The first of each name counts.
      if (seen.add(name.toLowerCase(Locale.ROOT))) {
        switch (name.toLowerCase(Locale.ROOT)) {
          case "dur" -> took = millis(value);
          case "desc" -> description = shown(value);
          default -> {}
        }
      }
    }
    return new ServerTiming(shown(metric), took, description);
  }

  private static Duration millis(String text) {
    try {
      var number = new BigDecimal(text.length() > LONGEST ? "" : text);
      boolean sound = number.signum() > 0 && number.compareTo(LONGEST_MILLIS) < 0;
      return sound ? Duration.ofNanos(number.movePointRight(6).longValue()) : Duration.ZERO;
    } catch (NumberFormatException _) {
      return Duration.ZERO;
    }
  }

  private static String unquoted(String value) {
    if (!value.startsWith("\"")) {
      return value;
    }
    var text = new StringBuilder();
    for (int i = 1; i < value.length() && value.charAt(i) != '"'; i++) {
      char c = value.charAt(i);
      text.append(c == '\\' && i + 1 < value.length() ? value.charAt(++i) : c);
    }
    return text.toString();
  }

  private static String shown(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
  }
}
