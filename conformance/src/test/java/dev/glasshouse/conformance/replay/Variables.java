package dev.glasshouse.conformance.replay;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The few sums that scenarios do: {@code ${30*24*3600}}, {@code ${time}}, {@code $name}. */
final class Variables {
  private final Map<String, String> values = new HashMap<>();

  /** {@code name = expression}. */
  void assign(String text, Duration now) {
    String[] parts = text.split("=", 2);
    values.put(parts[0].strip(), expand(parts[1].strip(), now));
  }

  /** An expression's value, as seconds. */
  Duration eval(String text, Duration now) {
    return seconds(Double.parseDouble(expand(text, now)));
  }

  static Duration seconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e6) * 1000);
  }

  private String expand(String text, Duration now) {
    String rest = text;
    while (true) {
      // the innermost ${...} first
      int begin = rest.lastIndexOf("${");
      if (begin < 0) {
        break;
      }
      int end = rest.indexOf('}', begin);
      rest =
          rest.substring(0, begin)
              + value(rest.substring(begin + 2, end).strip(), now)
              + rest.substring(end + 1);
    }
    return plain(rest, now);
  }

  private String plain(String text, Duration now) {
    if (text.startsWith("$")) {
      return values.getOrDefault(text.substring(1), "0");
    }
    return text.equals("time") ? Long.toString(now.toSeconds()) : text;
  }

  private String value(String text, Duration now) {
    double sum = 0;
    char sign = '+';
    for (String part : text.split("(?<=[-+])|(?=[-+])")) {
      if (part.equals("+") || part.equals("-")) {
        sign = part.charAt(0);
        continue;
      }
      double product = 1;
      for (String factor : part.split("\\*")) {
        product *= Double.parseDouble(plain(factor.strip(), now));
      }
      sum += sign == '+' ? product : -product;
    }
    return sum == Math.rint(sum) ? Long.toString((long) sum) : Double.toString(sum);
  }
}
