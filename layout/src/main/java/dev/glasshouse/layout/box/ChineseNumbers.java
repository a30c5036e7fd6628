package dev.glasshouse.layout.box;

import java.util.Optional;

/**
 * Numbers as they are read in Chinese and Japanese (<a
 * href="https://drafts.csswg.org/css-counter-styles-3/#limited-chinese">CSS Counter Styles 3, 7.1.2
 * </a>): -9999 to 9999.
 */
final class ChineseNumbers {
  private ChineseNumbers() {}

  private record Way(String digits, String units, String minus, boolean dropsOne, boolean zeros) {}

  /** The number in the style of this name; empty where the style or the number is not of these. */
  static Optional<String> write(String style, int value) {
    Way way =
        switch (style) {
          case "simp-chinese-informal" -> new Way("零一二三四五六七八九", "十百千", "负", true, true);
          case "simp-chinese-formal" -> new Way("零壹贰叁肆伍陆柒捌玖", "拾佰仟", "负", false, true);
          case "trad-chinese-informal", "cjk-ideographic" ->
              new Way("零一二三四五六七八九", "十百千", "負", true, true);
          case "trad-chinese-formal" -> new Way("零壹貳參肆伍陸柒捌玖", "拾佰仟", "負", false, true);
          case "japanese-informal" -> new Way("〇一二三四五六七八九", "十百千", "マイナス", true, false);
          case "japanese-formal" -> new Way("零壱弐参四伍六七八九", "拾百阡", "マイナス", false, false);
          case "korean-hangul-formal" -> new Way("영일이삼사오육칠팔구", "십백천", "마이너스 ", false, false);
          default -> new Way("", "", "", false, false);
        };
    if (way.digits.isEmpty() || value < -9999 || value > 9999) {
      return Optional.empty();
    }
    String read = value == 0 ? way.digits.substring(0, 1) : read(way, Math.abs(value));
    return Optional.of(value < 0 ? way.minus + read : read);
  }

  private static String read(Way way, int value) {
    var out = new StringBuilder();
    boolean zero = false;
    int power = 1000;
    for (int place = 3; place >= 0; place--, power /= 10) {
      int digit = value / power % 10;
      if (digit == 0) {
        zero = !out.isEmpty();
        continue;
      }
      if (zero && way.zeros) {
        out.append(way.digits.charAt(0));
      }
      zero = false;
      boolean silent =
          digit == 1 && place > 0 && way.dropsOne && (way.zeros ? place == 1 && value < 20 : true);
      if (!silent) {
        out.append(way.digits.charAt(digit));
      }
      if (place > 0) {
        out.append(way.units.charAt(place - 1));
      }
    }
    return out.toString();
  }
}
