package dev.glasshouse.css.cascade;

import dev.glasshouse.css.properties.CascadedValues;
import dev.glasshouse.css.properties.ComputedStyle;
import dev.glasshouse.css.properties.Declaration;
import dev.glasshouse.css.properties.LogicalProperty;
import dev.glasshouse.css.properties.Property;
import dev.glasshouse.css.properties.Specified;
import dev.glasshouse.css.properties.Target;
import dev.glasshouse.css.values.TextKeywords.Direction;
import dev.glasshouse.css.values.TextKeywords.WritingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of declarations that match one element, in the order of the cascade, the weakest
 * first. Used again and again; not thread-safe.
 */
final class Matches {
  /** One block at one place of the cascade. */
  record Entry(long rank, List<Declaration> declarations, @Nullable MatchRule rule) {}

  private Entry[] entries = new Entry[64];
  private int size;
  private boolean sorted = true;

  void clear() {
    Arrays.fill(entries, 0, size, null);
    size = 0;
    sorted = true;
  }

  void add(MatchRule rule) {
    DeclarationBlock block = rule.rule().block();
    if (!block.normal().isEmpty()) {
      add(new Entry(rule.normalRank(), block.normal(), rule));
    }
    if (!block.important().isEmpty()) {
      add(new Entry(rule.importantRank(), block.important(), rule));
    }
  }

  /** Declarations that no rule gives: a hint or a {@code style} attribute. */
  void add(DeclarationBlock block, Level normal, Level important) {
    if (!block.normal().isEmpty()) {
      add(new Entry(normal.base(), block.normal(), null));
    }
    if (!block.important().isEmpty()) {
      add(new Entry(important.base(), block.important(), null));
    }
  }

  private void add(Entry entry) {
    if (size == entries.length) {
      entries = Arrays.copyOf(entries, 2 * size);
    }
    entries[size++] = entry;
    sorted = false;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  Entry entry(int i) {
    sort();
    return entries[i];
  }

  private void sort() {
    if (!sorted) {
      insertionSort();
      sorted = true;
    }
  }

  /** Few and nearly in order: the buckets keep the order of the sheets. */
  private void insertionSort() {
    if (size > 200) {
      Arrays.sort(entries, 0, size, java.util.Comparator.comparingLong(Entry::rank));
      return;
    }
    for (int i = 1; i < size; i++) {
      Entry e = entries[i];
      int k = i - 1;
      while (k >= 0 && entries[k].rank > e.rank) {
        entries[k + 1] = entries[k];
        k--;
      }
      entries[k + 1] = e;
    }
  }

  /** The blocks as a key: the same objects in the same order make the same style. */
  Object[] identity() {
    sort();
    Object[] out = new Object[size];
    for (int i = 0; i < size; i++) {
      out[i] = entries[i].declarations;
    }
    return out;
  }

  /** The winners, later blocks over earlier ones, {@code revert} followed down. */
  void cascade(CascadedValues out, Flow flow) {
    sort();
    for (int i = 0; i < size; i++) {
      List<Declaration> declarations = entries[i].declarations;
      for (int k = 0; k < declarations.size(); k++) {
        Declaration d = declarations.get(k);
        Specified value = d.value();
        if (value == Specified.Wide.REVERT || value == Specified.Wide.REVERT_LAYER) {
          revert(d, i, out, flow);
        } else if (d.custom()) {
          out.put(d.name(), value);
        } else {
          out.put(flow.physical(d.target()), value);
        }
      }
    }
  }

  /** The flow that logical names go by: the element's own, else its parent's. */
  static final class Flow {
    private final Matches matches;
    private final ComputedStyle parent;
    private @Nullable WritingMode mode;
    private @Nullable Direction direction;

    Flow(Matches matches, ComputedStyle parent) {
      this.matches = matches;
      this.parent = parent;
    }

    Property physical(Target target) {
      return switch (target) {
        case Property p -> p;
        case LogicalProperty l -> l.physical(mode(), direction());
      };
    }

    private WritingMode mode() {
      if (mode == null) {
        Object value = matches.fixed(Property.WRITING_MODE);
        mode = value instanceof WritingMode m ? m : parent.writingMode();
      }
      return mode;
    }

    private Direction direction() {
      if (direction == null) {
        Object value = matches.fixed(Property.DIRECTION);
        direction = value instanceof Direction d ? d : parent.direction();
      }
      return direction;
    }
  }

  private void revert(Declaration d, int at, CascadedValues out, Flow flow) {
    Optional<Specified> below = below(d, at, flow);
    if (d.custom()) {
      below.ifPresentOrElse(v -> out.put(d.name(), v), () -> out.remove(d.name()));
    } else {
      Property p = flow.physical(d.target());
      below.ifPresentOrElse(v -> out.put(p, v), () -> out.remove(p));
    }
  }

  /** The winner among what is left once the origin, or the layer, is taken away. */
  private Optional<Specified> below(Declaration reverted, int at, Flow flow) {
    Declaration d = reverted;
    Entry from = entries[at];
    for (int i = at - 1; i >= 0; i--) {
      Entry e = entries[i];
      boolean gone = d.value() == Specified.Wide.REVERT ? sameOrigin(from, e) : sameLayer(from, e);
      Declaration other = gone ? null : last(e, d, flow);
      if (other == null) {
        continue;
      }
      if (other.value() != Specified.Wide.REVERT && other.value() != Specified.Wide.REVERT_LAYER) {
        return Optional.of(other.value());
      }
      d = other;
      from = e;
    }
    return Optional.empty();
  }

  /** The last declaration of the same property in a block. */
  private static @Nullable Declaration last(Entry e, Declaration d, Flow flow) {
    for (Declaration other : e.declarations.reversed()) {
      boolean same =
          d.custom()
              ? other.name().equals(d.name())
              : !other.custom() && flow.physical(other.target()) == flow.physical(d.target());
      if (same) {
        return other;
      }
    }
    return null;
  }

  /** Presentational hints go with the author's origin when it is reverted. */
  private static boolean sameOrigin(Entry a, Entry b) {
    return Level.ofRank(a.rank).origin() == Level.ofRank(b.rank).origin();
  }

  private static boolean sameLayer(Entry a, Entry b) {
    return sameOrigin(a, b)
        && (a.rule == null ? b.rule == null : b.rule != null && a.rule.layer() == b.rule.layer());
  }

  /** Whether any of the blocks declares the property. */
  boolean declare(Property property) {
    for (int i = 0; i < size; i++) {
      List<Declaration> declarations = entries[i].declarations;
      for (int k = 0; k < declarations.size(); k++) {
        if (declarations.get(k).target() == property && !declarations.get(k).custom()) {
          return true;
        }
      }
    }
    return false;
  }

  /** The winning value of a property where it is a plain one; null where it is not declared. */
  private @Nullable Object fixed(Property property) {
    for (int i = size - 1; i >= 0; i--) {
      for (Declaration d : entries[i].declarations.reversed()) {
        if (d.target() == property && !d.custom()) {
          return switch (d.value()) {
            case Specified.Fixed f -> f.value();
            case Specified.Wide w when w == Specified.Wide.INITIAL ->
                ComputedStyle.initial().value(property);
            default -> null;
          };
        }
      }
    }
    return null;
  }
}
