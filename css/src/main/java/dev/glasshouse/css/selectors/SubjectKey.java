package dev.glasshouse.css.selectors;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What an element must have for a selector to match it, to look rules up by.
 *
 * @param name the id, the class, or the tag name in lower case; empty for anything
 */
public record SubjectKey(Kind kind, String name) {
  private static final int MOST_DEPTH = 16;
  private static final List<SubjectKey> ANYTHING = List.of(new SubjectKey(Kind.ANY, ""));

  /** The kinds, the most telling first. */
  public enum Kind {
    ID,
    CLASS,
    TAG,
    ANY
  }

  /**
   * The names that the selector's subject must have, one of them: the most telling kind that there
   * is. More than one only for tags, of which an element has one, so that no rule is found twice.
   */
  public static List<SubjectKey> of(Selector selector) {
    return of(selector.subject(), 0);
  }

  private static List<SubjectKey> of(Simple[] compound, int depth) {
    List<SubjectKey> best = ANYTHING;
    for (Simple s : compound) {
      List<SubjectKey> keys =
          switch (s) {
            case Simple.Id id -> List.of(new SubjectKey(Kind.ID, id.id()));
            case Simple.HasClass c -> List.of(new SubjectKey(Kind.CLASS, c.name()));
            case Simple.Type t -> List.of(new SubjectKey(Kind.TAG, t.lower()));
            case Simple.Any any -> ofAny(any.of().selectors(), depth);
            default -> ANYTHING;
          };
      best = keys.getFirst().kind.compareTo(best.getFirst().kind) < 0 ? keys : best;
    }
    return best;
  }

  /** {@code :is()} and {@code &}: one selector asks for what that asks for, several for tags. */
  private static List<SubjectKey> ofAny(List<Selector> selectors, int depth) {
    if (depth >= MOST_DEPTH || selectors.isEmpty()) {
      return ANYTHING;
    }
    Set<SubjectKey> out = new LinkedHashSet<>();
    for (Selector s : selectors) {
      List<SubjectKey> keys = of(s.subject(), depth + 1);
      boolean tags = keys.getFirst().kind == Kind.TAG;
      if (selectors.size() > 1 && !tags) {
        return ANYTHING;
      }
      out.addAll(keys);
    }
    return List.copyOf(out);
  }
}
