package dev.glasshouse.css.properties;

import dev.glasshouse.css.syntax.ComponentValue;
import dev.glasshouse.css.syntax.ComponentValue.Block;
import dev.glasshouse.css.syntax.ComponentValue.Dimension;
import dev.glasshouse.css.syntax.ComponentValue.Function;
import dev.glasshouse.css.syntax.ComponentValue.Ident;
import dev.glasshouse.css.syntax.ComponentValue.Kind;
import dev.glasshouse.css.syntax.ComponentValue.Whitespace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the values of custom properties in the place of {@code var()}, and those of the environment
 * in that of {@code env()} (<a href="https://drafts.csswg.org/css-variables-1/">CSS Variables
 * 1</a>, CSS Environment Variables 1). Null means invalid at computed-value time.
 */
final class Variables {
  private final Map<String, List<ComponentValue>> custom;
  private int budget;

  Variables(Map<String, List<ComponentValue>> custom, int budget) {
    this.custom = custom;
    this.budget = budget;
  }

  /** Whether there is a {@code var()} or {@code env()} anywhere in the values. */
  static boolean occurIn(List<ComponentValue> values) {
    for (ComponentValue v : values) {
      if (v instanceof Function f && (isReference(f) || occurIn(f.values()))) {
        return true;
      }
      if (v instanceof Block b && occurIn(b.values())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isReference(Function f) {
    return f.is("var") || f.is("env");
  }

  @Nullable List<ComponentValue> substitute(List<ComponentValue> values) {
    List<ComponentValue> out = new ArrayList<>();
    return append(values, out, 0) ? out : null;
  }

  /** Depth counts fallbacks and functions, which the tokenizer has bounded. */
  private boolean append(List<ComponentValue> values, List<ComponentValue> out, int depth) {
    for (ComponentValue v : values) {
      if (--budget < 0) {
        return false;
      }
      switch (v) {
        case Function f when f.is("var") -> {
          if (!variable(f, out, depth)) {
            return false;
          }
        }
        case Function f when f.is("env") -> {
          if (!environment(f, out, depth)) {
            return false;
          }
        }
        case Function f -> {
          List<ComponentValue> inside = new ArrayList<>();
          if (!append(f.values(), inside, depth + 1)) {
            return false;
          }
          out.add(new Function(f.name(), inside, f.at()));
        }
        case Block b -> {
          List<ComponentValue> inside = new ArrayList<>();
          if (!append(b.values(), inside, depth + 1)) {
            return false;
          }
          out.add(new Block(b.open(), inside, b.at()));
        }
        default -> out.add(v);
      }
    }
    return true;
  }

  private boolean variable(Function f, List<ComponentValue> out, int depth) {
    String name = firstIdent(f);
    List<ComponentValue> value = name == null ? null : custom.get(name);
    if (value != null) {
      budget -= value.size();
      out.addAll(value);
      return budget >= 0;
    }
    int comma = comma(f.values());
    return name != null
        && comma >= 0
        && append(f.values().subList(comma + 1, f.values().size()), out, depth + 1);
  }

  /** The safe area is the whole viewport here; nothing else of the environment is known. */
  private boolean environment(Function f, List<ComponentValue> out, int depth) {
    String name = firstIdent(f);
    if (name != null && name.startsWith("safe-area-inset-")) {
      out.add(new Dimension(0, true, "0", "px", f.at()));
      return true;
    }
    int comma = comma(f.values());
    return comma >= 0 && append(f.values().subList(comma + 1, f.values().size()), out, depth + 1);
  }

  private static @Nullable String firstIdent(Function f) {
    for (ComponentValue v : f.values()) {
      if (!(v instanceof Whitespace)) {
        return v instanceof Ident i ? i.value() : null;
      }
    }
    return null;
  }

  private static int comma(List<ComponentValue> values) {
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).is(Kind.COMMA)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The computed values of an element's custom properties: references between them resolved, those
   * in a cycle taken away (Variables 1, 2.3 and 3).
   *
   * @param inherited the parent's, already computed
   * @param declared the element's own, the cascade's winners
   */
  static Map<String, List<ComponentValue>> resolve(
      Map<String, List<ComponentValue>> inherited, Map<String, Specified> declared, int budget) {
    Map<String, List<ComponentValue>> out = new HashMap<>(inherited);
    Map<String, List<ComponentValue>> pending = new HashMap<>();
    for (var e : declared.entrySet()) {
      switch (e.getValue()) {
        case Specified.Custom c when occurIn(c.values()) -> {
          pending.put(e.getKey(), c.values());
          out.remove(e.getKey());
        }
        case Specified.Custom c -> out.put(e.getKey(), c.values());
        case Specified.Wide w when w == Specified.Wide.INITIAL -> out.remove(e.getKey());
        default -> {} // The other words come to inheriting: custom properties inherit.
      }
    }
    for (String name : order(pending)) {
      List<ComponentValue> value =
          new Variables(out, budget).substitute(pending.getOrDefault(name, List.of()));
      if (value == null) {
        out.remove(name);
      } else {
        out.put(name, value);
      }
    }
    return out;
  }

  /** The pending names so that each comes after those it needs; those in a cycle are left out. */
  private static List<String> order(Map<String, List<ComponentValue>> pending) {
    Map<String, Set<String>> needs = new HashMap<>();
    Map<String, List<String>> neededBy = new HashMap<>();
    for (var e : pending.entrySet()) {
      Set<String> names = new HashSet<>();
      references(e.getValue(), names);
      names.retainAll(pending.keySet());
      needs.put(e.getKey(), names);
      for (String n : names) {
        neededBy.computeIfAbsent(n, _ -> new ArrayList<>()).add(e.getKey());
      }
    }
    List<String> ready = new ArrayList<>();
    needs.forEach((name, of) -> {
      if (of.isEmpty()) {
        ready.add(name);
      }
    });
    releaseFrom(ready, needs, neededBy);
    dropCycles(ready, needs, neededBy);
    return ready;
  }

  private static void releaseFrom(
      List<String> ready, Map<String, Set<String>> needs, Map<String, List<String>> neededBy) {
    for (int i = 0; i < ready.size(); i++) {
      for (String waiting : neededBy.getOrDefault(ready.get(i), List.of())) {
        Set<String> left = needs.get(waiting);
        if (left != null && left.remove(ready.get(i)) && left.isEmpty()) {
          ready.add(waiting);
        }
      }
    }
  }

  /**
   * What is left waits for a cycle or is in one. Names that only wait may still have a fallback, so
   * they come last, when the names of the cycle are gone.
   */
  private static void dropCycles(
      List<String> ready, Map<String, Set<String>> needs, Map<String, List<String>> neededBy) {
    Set<String> done = new HashSet<>(ready);
    Set<String> left = new HashSet<>(needs.keySet());
    left.removeAll(done);
    // Peel off, from the other end, names that nothing left over needs: they are in no cycle.
    List<String> waiting = new ArrayList<>();
    boolean again = true;
    while (again) {
      again = false;
      for (String name : List.copyOf(left)) {
        boolean needed = neededBy.getOrDefault(name, List.of()).stream().anyMatch(left::contains);
        if (!needed) {
          left.remove(name);
          waiting.add(name);
          again = true;
        }
      }
    }
    ready.addAll(waiting.reversed());
  }

  private static void references(List<ComponentValue> values, Set<String> out) {
    for (ComponentValue v : values) {
      if (v instanceof Function f) {
        String name = f.is("var") ? firstIdent(f) : null;
        if (name != null) {
          out.add(name);
        }
        references(f.values(), out);
      } else if (v instanceof Block b) {
        references(b.values(), out);
      }
    }
  }
}
