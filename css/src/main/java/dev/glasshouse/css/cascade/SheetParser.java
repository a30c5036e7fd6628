package dev.glasshouse.css.cascade;

import dev.glasshouse.css.Ascii;
import dev.glasshouse.css.CssProblem;
import dev.glasshouse.css.LimitFired;
import dev.glasshouse.css.Limits;
import dev.glasshouse.css.ProblemLog;
import dev.glasshouse.css.fonts.FontFace;
import dev.glasshouse.css.fonts.FontFaceParser;
import dev.glasshouse.css.media.MediaQueryList;
import dev.glasshouse.css.properties.Declaration;
import dev.glasshouse.css.properties.DeclarationParser;
import dev.glasshouse.css.selectors.SelectorList;
import dev.glasshouse.css.selectors.SelectorParser;
import dev.glasshouse.css.syntax.ComponentValue;
import dev.glasshouse.css.syntax.ComponentValue.Function;
import dev.glasshouse.css.syntax.ComponentValue.Ident;
import dev.glasshouse.css.syntax.ComponentValue.Str;
import dev.glasshouse.css.syntax.ComponentValue.Whitespace;
import dev.glasshouse.css.syntax.Item;
import dev.glasshouse.css.syntax.Parser;
import dev.glasshouse.css.syntax.Serializer;
import dev.glasshouse.css.syntax.SourceText;
import dev.glasshouse.url.Url;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A style sheet's items to its rules: selectors and declarations read, nested rules brought to the
 * top, at-rules told apart. Recursion over nested rules is bounded by {@link Limits#nesting}.
 */
final class SheetParser {
  private final StyleSheet.Source source;
  private final Limits limits;
  private final SourceText text;
  private final ProblemLog problems;
  private final DeclarationParser declarations;
  private final Urls urls;
  private final Map<String, String> namespaces = new HashMap<>();
  private final List<ImportRule> imports = new ArrayList<>();
  private final Map<String, Integer> atRules = new TreeMap<>();
  private final Map<String, Integer> atRuleLines = new HashMap<>();
  private int rules;
  private boolean importsOver;

  private SheetParser(String css, StyleSheet.Source source, Limits limits) {
    this.source = source;
    this.limits = limits;
    this.text = SourceText.of(css);
    this.problems = new ProblemLog(limits.problems());
    this.declarations = new DeclarationParser(source.quirks(), problems);
    this.urls = new Urls(source.base());
  }

  static SheetContents parse(String css, StyleSheet.Source source, Limits limits) {
    SheetParser parser = new SheetParser(css, source, limits);
    List<Item> items = Parser.styleSheet(parser.text, limits, parser.problems);
    List<Rule> rules = new ArrayList<>();
    for (Item item : items) {
      parser.item(item, Optional.empty(), rules);
    }
    return parser.contents(rules);
  }

  /** The declarations of a {@code style} attribute; nested rules are not applied there. */
  static DeclarationBlock attribute(
      String css, StyleSheet.Source source, Limits limits, Consumer<List<DeclaredName>> declared) {
    SheetParser parser = new SheetParser(css, source, limits);
    List<Declaration> out = new ArrayList<>();
    for (Item item : Parser.blockContents(Parser.values(css, limits, parser.problems))) {
      if (item instanceof Item.Declaration d) {
        parser.declaration(d, out);
      }
    }
    List<DeclaredName> names = new ArrayList<>();
    parser
        .declarations
        .used()
        .forEach((name, use) ->
            names.add(new DeclaredName(name, use.known(), use.count(), "a style attribute")));
    declared.accept(names);
    return DeclarationBlock.of(out);
  }

  private SheetContents contents(List<Rule> out) {
    Map<String, Integer> unsupported = new TreeMap<>(declarations.unknown());
    unsupported.putAll(atRules);
    return new SheetContents(
        List.copyOf(out),
        List.copyOf(imports),
        rules,
        Map.copyOf(unsupported),
        declared(),
        urls.named(),
        problems);
  }

  private List<DeclaredName> declared() {
    List<DeclaredName> out = new ArrayList<>();
    declarations
        .used()
        .forEach((name, use) ->
            out.add(new DeclaredName(name, use.known(), use.count(), place(use.line()))));
    atRules.forEach((name, count) ->
        out.add(new DeclaredName(name, false, count, place(atRuleLines.getOrDefault(name, 0)))));
    return out;
  }

  private String place(int line) {
    String url = source.url().isEmpty() ? source.base().map(Url::display).orElse("") : source.url();
    return line > 0 ? url + " line " + line : url;
  }

  private int line(int at) {
    return text.line(at) + source.firstLine() - 1;
  }

  private void item(Item item, Optional<SelectorList> parent, List<Rule> out) {
    switch (item) {
      case Item.AtRule at -> atRule(at, parent, out);
      case Item.QualifiedRule rule -> {
        importsOver = true;
        styleRule(rule, parent, out);
      }
      case Item.Invalid bad -> problems.add(CssProblem.Kind.SYNTAX, bad.why(), line(bad.at()));
      case Item.Declaration d ->
          problems.add(CssProblem.Kind.SYNTAX, d.name() + " outside of a rule", line(d.at()));
    }
  }

  private void styleRule(Item.QualifiedRule rule, Optional<SelectorList> parent, List<Rule> out) {
    if (rules >= limits.rules()) {
      if (rules == limits.rules()) {
        rules++;
        problems.limit(
            new LimitFired("rules", limits.rules(), "rules", line(rule.at())),
            "more than " + limits.rules() + " rules");
      }
      return;
    }
    Optional<SelectorList> selectors =
        SelectorParser.parse(rule.prelude(), namespaces, parent, limits.selectorParts());
    if (selectors.isEmpty()) {
      problems.add(CssProblem.Kind.SELECTOR, Serializer.shorten(rule.prelude()), line(rule.at()));
      return;
    }
    rules++;
    body(Parser.blockContents(rule.block()), selectors.get(), line(rule.at()), out);
  }

  /** Declarations and nested rules; declarations after a nested rule make a rule of their own. */
  private void body(List<Item> items, SelectorList selectors, int line, List<Rule> out) {
    List<Declaration> pending = new ArrayList<>();
    for (Item item : items) {
      if (item instanceof Item.Declaration d) {
        declaration(d, pending);
      } else {
        flush(selectors, pending, line, out);
        item(item, Optional.of(selectors), out);
      }
    }
    flush(selectors, pending, line, out);
  }

  private static void flush(
      SelectorList selectors, List<Declaration> pending, int line, List<Rule> out) {
    if (!pending.isEmpty()) {
      out.add(new Rule.Style(selectors, DeclarationBlock.of(pending), line));
      pending.clear();
    }
  }

  private void declaration(Item.Declaration d, List<Declaration> out) {
    declarations.parse(urls.absolute(d), line(d.at()), out);
  }

  private void atRule(Item.AtRule at, Optional<SelectorList> parent, List<Rule> out) {
    String name = Ascii.lower(at.name());
    boolean importsStay =
        name.equals("import")
            || name.equals("charset")
            || (name.equals("layer") && at.block().isEmpty());
    importsOver |= !importsStay;
    switch (name) {
      case "charset" -> {}
      case "import" -> importRule(at, parent, out);
      case "namespace" -> namespace(at);
      case "media" -> {
        List<Rule> inside = inner(at, parent);
        out.add(new Rule.Media(MediaQueryList.parse(at.prelude()), inside));
      }
      case "supports" -> {
        if (Supports.holds(at.prelude())) {
          out.addAll(inner(at, parent));
        }
      }
      case "layer" -> layer(at, parent, out);
      case "font-face" -> fontFace(at, out);
      default -> {
        atRuleLines.putIfAbsent("@" + name, line(at.at()));
        if (atRules.merge("@" + name, 1, Integer::sum) == 1) {
          problems.add(CssProblem.Kind.UNSUPPORTED_RULE, "@" + name, line(at.at()));
        }
      }
    }
  }

  /** The rules in an at-rule's block; inside of a style rule its declarations count too. */
  private List<Rule> inner(Item.AtRule at, Optional<SelectorList> parent) {
    List<Rule> out = new ArrayList<>();
    List<ComponentValue> block = at.block().orElse(List.of());
    if (parent.isPresent()) {
      body(Parser.blockContents(block), parent.get(), line(at.at()), out);
      return out;
    }
    for (Item item : Parser.rules(block)) {
      item(item, parent, out);
    }
    return out;
  }

  private void layer(Item.AtRule at, Optional<SelectorList> parent, List<Rule> out) {
    Optional<List<String>> names = LayerName.list(at.prelude());
    boolean block = at.block().isPresent();
    if (names.isEmpty() || (block ? names.get().size() > 1 : names.get().isEmpty())) {
      problems.add(CssProblem.Kind.SYNTAX, "@layer with a wrong name", line(at.at()));
    } else if (block) {
      String name = names.get().isEmpty() ? "" : names.get().getFirst();
      out.add(new Rule.Layer(name, inner(at, parent)));
    } else {
      out.add(new Rule.LayerNames(names.get()));
    }
  }

  /** {@code @import url layer supports() media;} (CSS Cascade 5, 2). */
  private void importRule(Item.AtRule at, Optional<SelectorList> parent, List<Rule> out) {
    if (importsOver || parent.isPresent() || at.block().isPresent()) {
      problems.add(CssProblem.Kind.SYNTAX, "@import after other rules", line(at.at()));
      return;
    }
    List<ComponentValue> rest = new ArrayList<>(at.prelude());
    trim(rest);
    Optional<String> url = rest.isEmpty() ? Optional.empty() : url(rest.removeFirst());
    if (url.isEmpty()) {
      problems.add(CssProblem.Kind.SYNTAX, "@import without a URL", line(at.at()));
      return;
    }
    trim(rest);
    Optional<String> layer = Optional.empty();
    if (!rest.isEmpty() && rest.getFirst() instanceof Ident word && word.is("layer")) {
      rest.removeFirst();
      layer = Optional.of("");
    } else if (!rest.isEmpty() && rest.getFirst() instanceof Function f && f.is("layer")) {
      rest.removeFirst();
      layer = LayerName.list(f.values()).filter(l -> l.size() == 1).map(List::getFirst);
    }
    trim(rest);
    if (!rest.isEmpty() && rest.getFirst() instanceof Function f && f.is("supports")) {
      rest.removeFirst();
      if (!Supports.holdsInImport(f.values())) {
        return;
      }
    }
    ImportRule rule =
        new ImportRule(urls.absolute(url.get()), MediaQueryList.parse(rest), layer, line(at.at()));
    imports.add(rule);
    out.add(new Rule.Import(rule));
  }

  private static void trim(List<ComponentValue> values) {
    while (!values.isEmpty() && values.getFirst() instanceof Whitespace) {
      values.removeFirst();
    }
  }

  private static Optional<String> url(ComponentValue v) {
    return switch (v) {
      case Str s -> Optional.of(s.value());
      case ComponentValue.Url u -> Optional.of(u.value());
      case Function f when f.is("url") ->
          f.values().stream().filter(Str.class::isInstance).map(s -> ((Str) s).value()).findFirst();
      default -> Optional.empty();
    };
  }

  private void namespace(Item.AtRule at) {
    String prefix = "";
    for (ComponentValue v : at.prelude()) {
      if (v instanceof Ident ident) {
        prefix = ident.value();
      } else if (url(v).isPresent()) {
        namespaces.put(prefix, url(v).get());
      }
    }
  }

  private void fontFace(Item.AtRule at, List<Rule> out) {
    List<Item.Declaration> descriptors = new ArrayList<>();
    for (Item item : Parser.blockContents(at.block().orElse(List.of()))) {
      if (item instanceof Item.Declaration d) {
        descriptors.add(urls.absolute(d));
      }
    }
    Optional<FontFace> face = FontFaceParser.parse(descriptors, line(at.at()));
    if (face.isEmpty()) {
      problems.add(
          CssProblem.Kind.SYNTAX, "@font-face without a family or a usable src", line(at.at()));
    } else {
      face.get()
          .notSupported()
          .forEach(name -> atRules.merge("@font-face " + name, 1, Integer::sum));
      out.add(new Rule.Face(face.get()));
    }
  }
}
