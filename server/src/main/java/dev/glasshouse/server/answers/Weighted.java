package dev.glasshouse.server.answers;

import dev.glasshouse.http.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An element of a field that says what a client likes, with its weight (RFC 9110 12.4.2).
 *
 * @param range what it names, in small letters
 * @param weight thousandths; 0 for not at all
 */
record Weighted(String range, int weight) {

  /** The elements of a field, in order; at most 100, since nobody likes more. */
  static List<Weighted> of(Fields fields, String name) {
    var all = new ArrayList<Weighted>();
    for (String element : fields.elements(name)) {
      if (all.size() == 100) {
        break;
      }
      var parts = new ArrayList<String>();
      Fields.split(element, ';', parts);
      if (parts.isEmpty()) {
        continue;
      }
      var range = new StringBuilder(parts.getFirst().toLowerCase(Locale.ROOT));
      int weight = 1000;
      for (String parameter : parts.subList(1, parts.size())) {
        String lower = parameter.toLowerCase(Locale.ROOT).replace(" ", "");
        if (lower.startsWith("q=")) {
          weight = thousandths(lower.substring(2));
          break;
        }
        range.append(';').append(lower);
      }
      all.add(new Weighted(range.toString(), weight));
    }
    return all;
  }

  /** What cannot be read counts as 1. */
  private static int thousandths(String text) {
    return text.matches("(0(\\.\\d{0,3})?|1(\\.0{0,3})?)")
        ? (int) Math.round(Double.parseDouble(text) * 1000)
        : 1000;
  }
}
