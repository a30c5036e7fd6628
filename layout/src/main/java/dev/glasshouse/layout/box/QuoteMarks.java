package dev.glasshouse.layout.box;

import dev.glasshouse.css.values.Quotes.Pair;
import java.util.List;
import java.util.Locale;

/** The quotation marks of languages, for {@code quotes: auto} (CLDR's delimiters). */
final class QuoteMarks {
  private static final List<Pair> ENGLISH = pairs("\u201C\u201D\u2018\u2019");

  private QuoteMarks() {}

  /** The marks of a language, by its BCP 47 tag; English ones where it is not known. */
  static List<Pair> of(String language) {
    String tag = language.toLowerCase(Locale.ROOT).replace('_', '-');
    int dash = tag.indexOf('-');
    String primary = dash < 0 ? tag : tag.substring(0, dash);
    return switch (primary) {
      case "de", "cs", "sk", "sl", "is", "et", "lt" -> pairs("\u201E\u201C\u201A\u2018");
      case "fr" ->
          tag.startsWith("fr-ch")
              ? pairs("\u00AB\u00BB\u2039\u203A")
              : pairs("\u00AB\u00BB\u00AB\u00BB");
      case "es", "it", "pt", "el", "ca", "gl" -> pairs("\u00AB\u00BB\u201C\u201D");
      case "ru", "uk", "be", "bg" -> pairs("\u00AB\u00BB\u201E\u201C");
      case "pl", "hu", "ro", "hr" -> pairs("\u201E\u201D\u00AB\u00BB");
      case "da", "nb", "no", "nn" -> pairs("\u00AB\u00BB\u2018\u2019");
      case "sv", "fi" -> pairs("\u201D\u201D\u2019\u2019");
      case "ja" -> pairs("\u300C\u300D\u300E\u300F");
      case "zh" ->
          tag.contains("tw") || tag.contains("hk") || tag.contains("hant")
              ? pairs("\u300C\u300D\u300E\u300F")
              : ENGLISH;
      default -> ENGLISH;
    };
  }

  private static List<Pair> pairs(String marks) {
    return List.of(
        new Pair(marks.substring(0, 1), marks.substring(1, 2)),
        new Pair(marks.substring(2, 3), marks.substring(3, 4)));
  }
}
