package dev.glasshouse.css.syntax;

import dev.glasshouse.css.LimitFired;
import dev.glasshouse.css.Limits;
import dev.glasshouse.css.ProblemLog;
import dev.glasshouse.css.syntax.ComponentValue.AtKeyword;
import dev.glasshouse.css.syntax.ComponentValue.Block;
import dev.glasshouse.css.syntax.ComponentValue.Ident;
import dev.glasshouse.css.syntax.ComponentValue.Kind;
import dev.glasshouse.css.syntax.ComponentValue.Whitespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Component values to rules and declarations (<a
 * href="https://drafts.csswg.org/css-syntax-3/#parsing">CSS Syntax 3, 5</a>). Knows no property and
 * no at-rule; never fails, what is broken becomes an {@link Item.Invalid}.
 */
public final class Parser {
  private Parser() {}

  /** The rules of a style sheet (5.4.3): comment marks of HTML between rules are skipped. */
  public static List<Item> styleSheet(SourceText source, Limits limits, ProblemLog problems) {
    return rules(text(source, limits, problems), true);
  }

  /** The rules of a list of component values, as in the block of {@code @media}. */
  public static List<Item> rules(List<ComponentValue> values) {
    return rules(ValueStream.of(values), false);
  }

  /** The component values of a text (5.4.9). */
  public static List<ComponentValue> values(String css, Limits limits, ProblemLog problems) {
    ValueStream in = text(SourceText.of(css), limits, problems);
    List<ComponentValue> out = new ArrayList<>();
    while (!in.peek().is(Kind.EOF)) {
      out.add(in.next());
    }
    return out;
  }

  /** The component values of a short text that comes from a caller, with the usual limits. */
  public static List<ComponentValue> values(String css) {
    return values(css, Limits.DEFAULT, new ProblemLog(0));
  }

  /** The contents of a block: declarations and nested rules mixed (5.5.4). */
  public static List<Item> blockContents(List<ComponentValue> block) {
    ValueStream.OfList in = new ValueStream.OfList(block);
    List<Item> out = new ArrayList<>();
    while (true) {
      ComponentValue v = in.peek();
      if (v.is(Kind.EOF)) {
        return out;
      } else if (v instanceof Whitespace || v.is(Kind.SEMICOLON)) {
        in.next();
      } else if (v instanceof AtKeyword) {
        out.add(atRule(in));
      } else {
        out.add(declarationOrRule(in));
      }
    }
  }

  private static Item declarationOrRule(ValueStream.OfList in) {
    int mark = in.mark();
    Optional<Item.Declaration> declaration = declaration(in);
    if (declaration.isPresent()) {
      return declaration.get();
    }
    in.reset(mark);
    return qualifiedRule(in, true);
  }

  /** Exactly one declaration (5.4.6). */
  public static Optional<Item.Declaration> declaration(List<ComponentValue> values) {
    ValueStream in = ValueStream.of(values);
    in.skipSpace();
    return declaration(in);
  }

  /** Exactly one rule (5.4.5); an {@link Item.Invalid} where there is none, or more. */
  public static Item rule(List<ComponentValue> values) {
    ValueStream in = ValueStream.of(values);
    in.skipSpace();
    if (in.peek().is(Kind.EOF)) {
      return new Item.Invalid("empty", 0);
    }
    Item rule = in.peek() instanceof AtKeyword ? atRule(in) : qualifiedRule(in, false);
    in.skipSpace();
    return in.peek().is(Kind.EOF) ? rule : new Item.Invalid("extra-input", in.peek().at());
  }

  private static ValueStream text(SourceText source, Limits limits, ProblemLog problems) {
    String text = source.text();
    if (text.length() <= limits.sheetChars()) {
      return new ValueStream.OfText(new BlockReader(source, limits, problems));
    }
    problems.limit(
        new LimitFired("sheetChars", limits.sheetChars(), "characters", 0),
        "text longer than " + limits.sheetChars());
    SourceText cut = SourceText.of(text.substring(0, limits.sheetChars()));
    return new ValueStream.OfText(new BlockReader(cut, limits, problems));
  }

  /** Rules until the end (5.5.1). */
  private static List<Item> rules(ValueStream in, boolean topLevel) {
    List<Item> out = new ArrayList<>();
    while (true) {
      ComponentValue v = in.peek();
      if (v.is(Kind.EOF)) {
        return out;
      } else if (v instanceof Whitespace) {
        in.next();
      } else if (topLevel && (v.is(Kind.CDO) || v.is(Kind.CDC))) {
        in.next();
      } else if (v instanceof AtKeyword) {
        out.add(atRule(in));
      } else {
        out.add(qualifiedRule(in, false));
      }
    }
  }

  /** An at-rule (5.5.2). */
  private static Item atRule(ValueStream in) {
    AtKeyword keyword = (AtKeyword) in.next();
    List<ComponentValue> prelude = new ArrayList<>();
    while (true) {
      ComponentValue v = in.next();
      if (v.is(Kind.SEMICOLON) || v.is(Kind.EOF)) {
        return new Item.AtRule(keyword.value(), prelude, Optional.empty(), keyword.at());
      }
      if (v instanceof Block block && block.open() == Kind.OPEN_CURLY) {
        return new Item.AtRule(keyword.value(), prelude, Optional.of(block.values()), keyword.at());
      }
      prelude.add(v);
    }
  }

  /** A qualified rule; a nested one ends at a semicolon too (5.5.3). */
  private static Item qualifiedRule(ValueStream in, boolean nested) {
    int at = in.peek().at();
    List<ComponentValue> prelude = new ArrayList<>();
    while (true) {
      ComponentValue v = in.peek();
      if (v.is(Kind.EOF) || (nested && v.is(Kind.SEMICOLON))) {
        return new Item.Invalid(Serializer.shorten(prelude), at);
      }
      in.next();
      if (v instanceof Block block && block.open() == Kind.OPEN_CURLY) {
        if (!looksLikeCustomProperty(prelude)) {
          return new Item.QualifiedRule(prelude, block.values(), at);
        }
        while (nested && !in.peek().is(Kind.EOF) && !in.peek().is(Kind.SEMICOLON)) {
          in.next();
        }
        return new Item.Invalid(Serializer.shorten(prelude), at);
      }
      prelude.add(v);
    }
  }

  private static boolean looksLikeCustomProperty(List<ComponentValue> prelude) {
    ValueStream in = ValueStream.of(prelude);
    in.skipSpace();
    if (in.next() instanceof Ident name && name.value().startsWith("--")) {
      in.skipSpace();
      return in.next().is(Kind.COLON);
    }
    return false;
  }

  /** A declaration (5.5.6); empty where there is none. */
  private static Optional<Item.Declaration> declaration(ValueStream in) {
    // 1-3. A name and a colon.
    if (!(in.peek() instanceof Ident name)) {
      return Optional.empty();
    }
    in.next();
    in.skipSpace();
    if (!in.peek().is(Kind.COLON)) {
      return Optional.empty();
    }
    in.next();
    // 4-5. The value, up to the semicolon.
    in.skipSpace();
    List<ComponentValue> values = new ArrayList<>();
    boolean custom = name.value().startsWith("--");
    while (!in.peek().is(Kind.EOF) && !in.peek().is(Kind.SEMICOLON)) {
      values.add(in.next());
      // Step 8 brought forward, so that rules after rules are not read to the end each time.
      if (!custom && isBlockAmongOthers(values)) {
        return Optional.empty();
      }
    }
    // 6-7. "!important", then white space, off the end.
    trimEnd(values);
    boolean important = takeImportant(values);
    trimEnd(values);
    return Optional.of(new Item.Declaration(name.value(), values, important, name.at()));
  }

  /** A value with a {} block beside other things is the beginning of a nested rule (step 8). */
  private static boolean isBlockAmongOthers(List<ComponentValue> values) {
    ComponentValue last = values.getLast();
    if (last instanceof Whitespace || values.size() == 1) {
      return false;
    }
    return last.isBlock(Kind.OPEN_CURLY) || values.getFirst().isBlock(Kind.OPEN_CURLY);
  }

  private static void trimEnd(List<ComponentValue> values) {
    while (!values.isEmpty() && values.getLast() instanceof Whitespace) {
      values.removeLast();
    }
  }

  private static boolean takeImportant(List<ComponentValue> values) {
    int last = values.size() - 1;
    if (last < 1 || !(values.get(last) instanceof Ident word) || !word.is("important")) {
      return false;
    }
    int bang = last - 1;
    while (bang > 0 && values.get(bang) instanceof Whitespace) {
      bang--;
    }
    if (!values.get(bang).isDelim('!')) {
      return false;
    }
    values.subList(bang, values.size()).clear();
    return true;
  }
}
