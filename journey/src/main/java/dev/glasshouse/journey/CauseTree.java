package dev.glasshouse.journey;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The steps of a journey by their direct cause. A step whose direct cause is not in the journey (it
 * has not ended yet, or found the record full) is a root. Siblings are in the order in which they
 * began.
 */
public final class CauseTree {
  /** Earlier steps first; of those that begin together, the one whose id was handed out first. */
  public static final Comparator<Entry> BY_BEGIN =
      Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::id);

  private final Map<Long, Entry> byId = new HashMap<>();
  private final Map<Long, List<Entry>> children = new HashMap<>();

  private CauseTree(List<Entry> entries) {
    for (Entry entry : entries) {
      byId.put(entry.id(), entry);
    }
    for (Entry entry : entries) {
      children.computeIfAbsent(parentOf(entry), id -> new ArrayList<>()).add(entry);
    }
    children.values().forEach(siblings -> siblings.sort(BY_BEGIN));
  }

  /** The tree of a journey. */
  public static CauseTree of(Journey journey) {
    return new CauseTree(journey.entries());
  }

  /** The steps that no step of the journey caused. */
  public List<Entry> roots() {
    return children(0);
  }

  /** The steps that the step with this id directly caused. */
  public List<Entry> children(long id) {
    return List.copyOf(children.getOrDefault(id, List.of()));
  }

  /** The step with this id. */
  public Optional<Entry> entry(long id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The step that directly caused this one, if it is in the journey. */
  public Optional<Entry> parent(Entry entry) {
    return entry(parentOf(entry));
  }

  /** The nearest step above this one, by direct causes, that has a property. */
  public Optional<Entry> ancestor(Entry entry, Predicate<Entry> wanted) {
    Optional<Entry> up = parent(entry);
    while (up.isPresent() && !wanted.test(up.get())) {
      up = parent(up.get());
    }
    return up;
  }

  /**
   * Whether a step is the other end's: a server's that takes part in its client's journey, and not
   * what that client did itself.
   */
  public boolean isServers(Entry entry) {
    return ancestor(entry, above -> above.step() instanceof TraceStep.ContextTaken).isPresent();
  }

  /**
   * The steps below the one with this id, in the order in which they began.
   *
   * @param enter whether to look below a step, too; a step that is not entered is left out itself
   */
  public List<Entry> descendants(long id, Predicate<Entry> enter) {
    var found = new ArrayList<Entry>();
    var open = new ArrayDeque<Long>(List.of(id));
    while (!open.isEmpty()) {
      for (Entry child : children.getOrDefault(open.pop(), List.of())) {
        if (enter.test(child)) {
          found.add(child);
          open.push(child.id());
        }
      }
    }
    found.sort(BY_BEGIN);
    return found;
  }

  /** A cause is always older than what it causes: ids grow, so no circle is possible. */
  private long parentOf(Entry entry) {
    long parent = entry.parent();
    return parent < entry.id() && byId.containsKey(parent) ? parent : 0;
  }
}
