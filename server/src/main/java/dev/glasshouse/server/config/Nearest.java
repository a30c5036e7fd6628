package dev.glasshouse.server.config;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What somebody may have meant who wrote a name that there is not. */
final class Nearest {
  private static final int FAR = 3;

  private Nearest() {}

  /** There is no such thing; with what was perhaps meant, else with all that there are. */
  static String unknown(String what, String name, List<String> known) {
    return "there is no "
        + what
        + " "
        + name
        + to(name, known)
            .map(near -> "; is " + near + " meant?")
            .orElseGet(() -> "; there are " + String.join(", ", known));
  }

  private static Optional<String> to(String name, List<String> known) {
    return known.stream()
        .filter(each -> distance(name, each) < Math.min(FAR, each.length()))
        .min(Comparator.comparingInt(each -> distance(name, each)));
  }

  /** How many letters have to be put in, left out or changed (Levenshtein). */
  private static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) >= FAR) {
      return FAR;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int corner = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int same = corner + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        corner = row[j];
        row[j] = Math.min(same, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
