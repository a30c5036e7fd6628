package dev.glasshouse.layout.box;

import dev.glasshouse.css.values.ListStyle;
import java.util.List;
import java.util.Locale;

/**
 * Numbers in the ways of writing that list markers and counters have (<a
 * href="https://drafts.csswg.org/css-counter-styles-3/">CSS Counter Styles 3</a>, sections 2 and
 * 6).
 */
final class CounterStyles {
  private static final String[] ROMAN = {
    "m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"
  };
  private static final int[] ROMAN_WEIGHTS = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
  private static final String GREEK = "αβγδεζηθικλμνξοπρστυφχψω";
  private static final String HIRAGANA = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわゐゑをん";
  private static final String IROHA = "いろはにほへとちりぬるをわかよたれそつねならむうゐのおくやまけふこえてあさきゆめみしゑひもせす";
  private static final String BRANCHES = "子丑寅卯辰巳午未申酉戌亥";
  private static final String STEMS = "甲乙丙丁戊己庚辛壬癸";

  private CounterStyles() {}

  /** The number alone, as {@code counter()} writes it. */
  static String write(ListStyle style, int value) {
    return switch (style) {
      case ListStyle.None _ -> "";
      case ListStyle.Text text -> text.text();
      case ListStyle.Symbols symbols -> symbols(symbols, value);
      case ListStyle.Named named -> named(named.name().toLowerCase(Locale.ROOT), value);
    };
  }

  /** The marker's text: the number with what the style puts behind it. */
  static String marker(ListStyle style, int value) {
    return switch (style) {
      case ListStyle.None _ -> "";
      case ListStyle.Text text -> text.text();
      case ListStyle.Symbols symbols -> symbols(symbols, value) + " ";
      case ListStyle.Named named ->
          write(style, value) + suffix(named.name().toLowerCase(Locale.ROOT));
    };
  }

  private static String suffix(String name) {
    return switch (name) {
      case "disc", "circle", "square", "disclosure-open", "disclosure-closed" -> " ";
      case "cjk-decimal",
          "cjk-earthly-branch",
          "cjk-heavenly-stem",
          "cjk-ideographic",
          "simp-chinese-informal",
          "simp-chinese-formal",
          "trad-chinese-informal",
          "trad-chinese-formal",
          "japanese-informal",
          "hiragana",
          "katakana",
          "hiragana-iroha",
          "katakana-iroha" ->
          "、";
      case "korean-hangul-formal" -> ", ";
      default -> ". ";
    };
  }

  private static String symbols(ListStyle.Symbols style, int value) {
    List<String> symbols = style.symbols();
    if (symbols.isEmpty()) {
      return Integer.toString(value);
    }
    return symbols.get(Math.floorMod(value - 1, symbols.size()));
  }

  private static String named(String name, int value) {
    return switch (name) {
      case "disc" -> "•";
      case "circle" -> "◦";
      case "square" -> "▪";
      case "disclosure-open" -> "▾";
      case "disclosure-closed" -> "▸";
      case "decimal-leading-zero" -> leadingZero(value);
      case "lower-roman" -> roman(value);
      case "upper-roman" -> roman(value).toUpperCase(Locale.ROOT);
      case "lower-alpha", "lower-latin" -> letters('a', 26, value);
      case "upper-alpha", "upper-latin" -> letters('A', 26, value);
      case "lower-greek" -> alphabetic(GREEK, value);
      case "hiragana" -> alphabetic(HIRAGANA, value);
      case "katakana" -> katakana(alphabetic(HIRAGANA, value));
      case "hiragana-iroha" -> alphabetic(IROHA, value);
      case "katakana-iroha" -> katakana(alphabetic(IROHA, value));
      case "cjk-earthly-branch" -> fixed(BRANCHES, value);
      case "cjk-heavenly-stem" -> fixed(STEMS, value);
      case "cjk-decimal" -> digits("〇一二三四五六七八九", value);
      case "arabic-indic" -> digits("٠١٢٣٤٥٦٧٨٩", value);
      case "persian" -> digits("۰۱۲۳۴۵۶۷۸۹", value);
      case "devanagari" -> digits("०१२३४५६७८९", value);
      case "bengali" -> digits("০১২৩৪৫৬৭৮৯", value);
      case "thai" -> digits("๐๑๒๓๔๕๖๗๘๙", value);
      default -> ChineseNumbers.write(name, value).orElseGet(() -> Integer.toString(value));
    };
  }

  private static String leadingZero(int value) {
    String digits = Integer.toString(Math.abs(value));
    return (value < 0 ? "-" : "") + (digits.length() < 2 ? "0" + digits : digits);
  }

  private static String roman(int value) {
    if (value < 1 || value > 3999) {
      return Integer.toString(value);
    }
    var out = new StringBuilder();
    int rest = value;
    for (int i = 0; i < ROMAN.length; i++) {
      for (; rest >= ROMAN_WEIGHTS[i]; rest -= ROMAN_WEIGHTS[i]) {
        out.append(ROMAN[i]);
      }
    }
    return out.toString();
  }

  private static String letters(char first, int count, int value) {
    var alphabet = new StringBuilder();
    for (int i = 0; i < count; i++) {
      alphabet.append((char) (first + i));
    }
    return alphabetic(alphabet.toString(), value);
  }

  private static String alphabetic(String alphabet, int value) {
    if (value < 1) {
      return Integer.toString(value);
    }
    var out = new StringBuilder();
    for (int rest = value; rest > 0; rest = (rest - 1) / alphabet.length()) {
      out.append(alphabet.charAt((rest - 1) % alphabet.length()));
    }
    return out.reverse().toString();
  }

  private static String katakana(String hiragana) {
    var out = new StringBuilder();
    hiragana.chars().forEach(c -> out.append((char) (c >= 'ぁ' && c <= 'ゖ' ? c + 0x60 : c)));
    return out.toString();
  }

  private static String fixed(String symbols, int value) {
    return value < 1 || value > symbols.length()
        ? digits("〇一二三四五六七八九", value)
        : symbols.substring(value - 1, value);
  }

  private static String digits(String ten, int value) {
    var out = new StringBuilder();
    for (char c : Integer.toString(value).toCharArray()) {
      out.append(c == '-' ? '-' : ten.charAt(c - '0'));
    }
    return out.toString();
  }
}
