package dev.glasshouse.css.media;

import dev.glasshouse.css.Ascii;
import dev.glasshouse.css.syntax.ComponentValue;
import dev.glasshouse.css.syntax.ComponentValue.Ident;
import dev.glasshouse.css.syntax.ComponentValue.Kind;
import dev.glasshouse.css.syntax.ComponentValue.Whitespace;
import dev.glasshouse.css.syntax.Parser;
import dev.glasshouse.css.syntax.Serializer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Media queries with commas between (<a
 * href="https://drafts.csswg.org/mediaqueries-4/#mq-syntax">Media Queries 4, 3</a>). An empty list
 * always matches; a query that does not parse never does.
 */
public final class MediaQueryList {
  private final List<Query> queries;
  private final String text;

  private MediaQueryList(List<Query> queries, String text) {
    this.queries = queries;
    this.text = text;
  }

  private record Query(boolean negated, String type, Optional<Condition> condition) {
    static final Query NONE = new Query(true, "all", Optional.empty());

    boolean matches(Viewport viewport) {
      boolean typeFits =
          switch (type) {
            case "all" -> true;
            case "screen" -> viewport.type() == Viewport.MediaType.SCREEN;
            case "print" -> viewport.type() == Viewport.MediaType.PRINT;
            default -> false;
          };
      Truth t = Truth.of(typeFits);
      if (condition.isPresent()) {
        t = t.and(condition.get().judge(new MediaFeatures(viewport)));
      }
      return (negated ? t.not() : t) == Truth.TRUE;
    }
  }

  /** The queries in the text of a {@code media} attribute. */
  public static MediaQueryList parse(String text) {
    return parse(Parser.values(text));
  }

  /** The queries in the prelude of {@code @media} or {@code @import}. */
  public static MediaQueryList parse(List<ComponentValue> values) {
    List<Query> out = new ArrayList<>();
    int from = 0;
    boolean blank = values.stream().allMatch(v -> v instanceof Whitespace);
    for (int i = 0; !blank && i <= values.size(); i++) {
      if (i == values.size() || values.get(i).is(Kind.COMMA)) {
        out.add(query(values.subList(from, i)));
        from = i + 1;
      }
    }
    return new MediaQueryList(out, Serializer.text(values).strip());
  }

  private static Query query(List<ComponentValue> values) {
    List<ComponentValue> parts = values.stream().filter(v -> !(v instanceof Whitespace)).toList();
    Optional<Condition> whole = Condition.parse(parts);
    if (whole.isPresent()) {
      return new Query(false, "all", whole);
    }
    int i = 0;
    boolean negated = isWord(parts, 0, "not");
    if (negated || isWord(parts, 0, "only")) {
      i++;
    }
    if (i >= parts.size() || !(parts.get(i) instanceof Ident type) || reserved(type)) {
      return Query.NONE;
    }
    String name = Ascii.lower(type.value());
    if (i + 1 == parts.size()) {
      return new Query(negated, name, Optional.empty());
    }
    Optional<Condition> condition =
        isWord(parts, i + 1, "and")
            ? Condition.parse(parts.subList(i + 2, parts.size()))
            : Optional.empty();
    boolean bad = condition.isEmpty() || condition.get() instanceof Condition.Or;
    return bad ? Query.NONE : new Query(negated, name, condition);
  }

  private static boolean isWord(List<ComponentValue> parts, int i, String word) {
    return i < parts.size() && parts.get(i) instanceof Ident ident && ident.is(word);
  }

  private static boolean reserved(Ident type) {
    return List.of("not", "and", "or", "only", "layer").contains(Ascii.lower(type.value()));
  }

  /** Whether one of the queries matches. */
  public boolean matches(Viewport viewport) {
    return queries.isEmpty() || queries.stream().anyMatch(q -> q.matches(viewport));
  }

  @Override
  public String toString() {
    return text;
  }
}
