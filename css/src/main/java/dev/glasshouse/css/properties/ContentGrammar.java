package dev.glasshouse.css.properties;

import dev.glasshouse.css.Ascii;
import dev.glasshouse.css.syntax.ComponentValue.Ident;
import dev.glasshouse.css.syntax.ComponentValue.Num;
import dev.glasshouse.css.syntax.ComponentValue.Str;
import dev.glasshouse.css.values.Content;
import dev.glasshouse.css.values.CounterChange;
import dev.glasshouse.css.values.Image;
import dev.glasshouse.css.values.ListStyle;
import dev.glasshouse.css.values.Quotes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Generated content, counters, lists and quotes (CSS Content 3, Lists 3). */
final class ContentGrammar {
  private ContentGrammar() {}

  /** {@code content}. */
  static @Nullable Content content(Values in) {
    if (in.take("normal")) {
      return Content.Keyword.NORMAL;
    }
    if (in.take("none")) {
      return Content.Keyword.NONE;
    }
    List<Content.Item> items = items(in);
    if (items == null || items.isEmpty()) {
      return null;
    }
    List<Content.Item> alternative = in.takeDelim('/') ? items(in) : List.of();
    return alternative == null ? null : new Content.Items(items, alternative);
  }

  private static @Nullable List<Content.Item> items(Values in) {
    List<Content.Item> out = new ArrayList<>();
    while (!in.atEnd() && !in.peek().isDelim('/')) {
      Content.Item item = item(in);
      if (item == null) {
        return null;
      }
      out.add(item);
    }
    return List.copyOf(out);
  }

  private static Content.@Nullable Item item(Values in) {
    String text = in.takeString();
    if (text != null) {
      return new Content.Text(text);
    }
    Content.Quote quote = QUOTE.parse(in);
    if (quote != null) {
      return quote;
    }
    return switch (in.functionName()) {
      case "attr" -> attr(in.arguments());
      case "counter" -> counter(in.arguments());
      case "counters" -> counters(in.arguments());
      default -> {
        Image image = ImageGrammar.image(in);
        yield image == null ? null : new Content.Picture(image);
      }
    };
  }

  private static final Grammar<Content.Quote> QUOTE = Grammar.word(Content.Quote.class);

  private static Content.@Nullable Item attr(Values in) {
    String name = in.takeIdent();
    if (name != null && in.takeDelim('|')) {
      name = in.takeIdent();
    }
    if (name == null) {
      return null;
    }
    if (in.peek() instanceof Ident) {
      in.next();
    }
    String fallback = "";
    if (in.takeComma()) {
      String given = in.takeString();
      fallback = given == null ? "" : given;
    }
    return in.atEnd() ? new Content.Attr(Ascii.lower(name), fallback) : null;
  }

  private static Content.@Nullable Item counter(Values in) {
    String name = in.takeIdent();
    ListStyle style = name == null ? null : style(in);
    return style == null || name == null ? null : new Content.Counter(name, style);
  }

  private static Content.@Nullable Item counters(Values in) {
    String name = in.takeIdent();
    String between = name != null && in.takeComma() ? in.takeString() : null;
    ListStyle style = between == null ? null : style(in);
    return name == null || between == null || style == null
        ? null
        : new Content.Counters(name, between, style);
  }

  private static @Nullable ListStyle style(Values in) {
    ListStyle style = new ListStyle.Named("decimal");
    if (in.takeComma()) {
      style = listStyle(in);
    }
    return in.atEnd() ? style : null;
  }

  /** {@code list-style-type}. */
  static @Nullable ListStyle listStyle(Values in) {
    if (in.take("none")) {
      return ListStyle.None.NONE;
    }
    if (in.peek() instanceof Str s) {
      in.next();
      return new ListStyle.Text(s.value());
    }
    Values symbols = in.takeFunction("symbols");
    if (symbols != null) {
      return symbols(symbols);
    }
    String name = in.takeIdent();
    if (name == null || name.startsWith("--")) {
      return name == null ? null : new ListStyle.Named(name);
    }
    String lower = Ascii.lower(name);
    return new ListStyle.Named(KNOWN.contains(lower) ? lower : name);
  }

  private static final Set<String> KNOWN =
      Set.of(
          "disc",
          "circle",
          "square",
          "decimal",
          "decimal-leading-zero",
          "lower-roman",
          "upper-roman",
          "lower-alpha",
          "upper-alpha",
          "lower-latin",
          "upper-latin",
          "lower-greek",
          "disclosure-open",
          "disclosure-closed",
          "cjk-decimal",
          "cjk-ideographic",
          "hiragana",
          "katakana",
          "hiragana-iroha",
          "katakana-iroha",
          "armenian",
          "georgian",
          "hebrew",
          "simp-chinese-informal",
          "simp-chinese-formal",
          "trad-chinese-informal",
          "trad-chinese-formal",
          "arabic-indic",
          "devanagari",
          "thai",
          "korean-hangul-formal");

  private static @Nullable ListStyle symbols(Values in) {
    String system = in.keyword().isEmpty() ? "symbolic" : in.keyword();
    in.takeIdent();
    List<String> symbols = new ArrayList<>();
    for (String s = in.takeString(); s != null; s = in.takeString()) {
      symbols.add(s);
    }
    return in.atEnd() && !symbols.isEmpty() ? new ListStyle.Symbols(system, symbols) : null;
  }

  /** {@code counter-reset}, {@code counter-set}. */
  static @Nullable List<CounterChange> resets(Values in) {
    return changes(in, 0);
  }

  /** {@code counter-increment}. */
  static @Nullable List<CounterChange> increments(Values in) {
    return changes(in, 1);
  }

  private static @Nullable List<CounterChange> changes(Values in, int byDefault) {
    if (in.take("none")) {
      return List.of();
    }
    List<CounterChange> out = new ArrayList<>();
    while (!in.atEnd()) {
      Values reversed = in.takeFunction("reversed");
      String name = reversed == null ? in.takeIdent() : reversed.takeIdent();
      if (name == null) {
        return null;
      }
      Integer value =
          in.peek() instanceof Num || CalcGrammar.begins(in) ? Numeric.integer(in) : null;
      int number = value == null ? byDefault : value;
      out.add(new CounterChange(name, number, reversed != null, value == null));
    }
    return out.isEmpty() ? null : List.copyOf(out);
  }

  /** {@code quotes}. */
  static @Nullable Quotes quotes(Values in) {
    if (in.take("auto")) {
      return Quotes.AUTO;
    }
    if (in.take("none")) {
      return new Quotes(false, List.of());
    }
    List<Quotes.Pair> pairs = new ArrayList<>();
    while (!in.atEnd()) {
      String open = in.takeString();
      String close = open == null ? null : in.takeString();
      if (open == null || close == null) {
        return null;
      }
      pairs.add(new Quotes.Pair(open, close));
    }
    return pairs.isEmpty() ? null : new Quotes(false, List.copyOf(pairs));
  }
}
