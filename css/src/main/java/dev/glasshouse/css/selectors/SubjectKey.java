package dev.glasshouse.css.selectors;

import java.util.List;

/**
 * What an element must have for a selector to match it, to look rules up by.
 *
 * @param name the id, the class, or the tag name in lower case; empty for anything
 */
public record SubjectKey(Kind kind, String name) {
  private static final SubjectKey ANY = new SubjectKey(Kind.ANY, "");

  /** The kinds, the most telling first. */
  public enum Kind {
    ID,
    CLASS,
    TAG,
    ANY
  }

  /** The most telling name that the selector's subject must have. */
  public static SubjectKey of(Selector selector) {
    return of(selector.subject(), 0);
  }

  private static SubjectKey of(Simple[] compound, int depth) {
    SubjectKey best = ANY;
    for (Simple s : compound) {
      SubjectKey key =
          switch (s) {
            case Simple.Id id -> new SubjectKey(Kind.ID, id.id());
            case Simple.HasClass c -> new SubjectKey(Kind.CLASS, c.name());
            case Simple.Type t -> new SubjectKey(Kind.TAG, t.lower());
            case Simple.Any any -> ofOnly(any.of().selectors(), depth);
            default -> ANY;
          };
      best = key.kind.compareTo(best.kind) < 0 ? key : best;
    }
    return best;
  }

  /** {@code :is()} and {@code &} with one selector ask for what that one asks for. */
  private static SubjectKey ofOnly(List<Selector> selectors, int depth) {
    boolean one = selectors.size() == 1 && depth < 16;
    return one && !selectors.getFirst().matchesNothing()
        ? of(selectors.getFirst().subject(), depth + 1)
        : ANY;
  }
}
