package dev.glasshouse.dom.html;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the {@code @import} rules at the beginning of a style sheet, well enough to fetch early.
 */
final class ImportRules {
  /** How much of a sheet is looked at: imports stand first. */
  static final int ENOUGH = 1 << 14;

  private static final Pattern NEXT =
      Pattern.compile(
          "(?:\\s+|/\\*.*?\\*/|<!--|-->|@charset\\s+\"[^\"]*\"\\s*;|@layer\\s+[\\w\\s.,-]++;"
              + "|@import\\s*(?:url\\(\\s*)?(?:\"([^\"\\\\\n]*)\"|'([^'\\\\\n]*)'|([^\"'()\\s;\\\\]+))"
              + "\\s*\\)?[^;{}]*+;)",
          Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

  private ImportRules() {}

  static List<String> of(String sheet) {
    List<String> references = new ArrayList<>();
    Matcher matcher = NEXT.matcher(sheet.substring(0, Math.min(sheet.length(), ENOUGH)));
    int at = 0;
    while (at < matcher.regionEnd()) {
      matcher.region(at, matcher.regionEnd());
      if (!matcher.lookingAt()) {
        break;
      }
      for (int group = 1; group <= 3; group++) {
        if (matcher.group(group) != null) {
          references.add(matcher.group(group));
        }
      }
      at = matcher.end();
    }
    return references;
  }
}
