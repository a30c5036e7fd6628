package dev.glasshouse.layout.box;

import dev.glasshouse.css.values.CounterChange;
import dev.glasshouse.css.values.Quotes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The counters at one place of the document, and the depth of quotation (CSS Lists 3, section 4).
 *
 * <p>A counter lives from the element that makes it to the end of that element's parent.
 */
final class Counters {
  private final Map<String, Deque<Counter>> all = new HashMap<>();
  private final Deque<List<String>> made = new ArrayDeque<>();
  private int quoteDepth;

  private static final class Counter {
    private final int level;
    private int value;

    private Counter(int level, int value) {
      this.level = level;
      this.value = value;
    }
  }

  /** An element's children begin. */
  void enter() {
    made.push(new ArrayList<>());
  }

  /** An element's children end: the counters that they made go. */
  void leave() {
    for (String name : made.pop()) {
      all.getOrDefault(name, new ArrayDeque<>()).poll();
    }
  }

  /** Makes a counter at the element whose children are not entered yet. */
  void reset(String name, int value) {
    Deque<Counter> stack = all.computeIfAbsent(name, _ -> new ArrayDeque<>());
    Counter top = stack.peek();
    if (top != null && top.level == made.size()) {
      top.value = value;
      return;
    }
    stack.push(new Counter(made.size(), value));
    if (!made.isEmpty()) {
      made.element().add(name);
    }
  }

  /** Adds to a counter, which is made where there is none. */
  void increment(String name, int by) {
    counter(name).value += by;
  }

  /** Sets a counter, which is made where there is none. */
  void set(String name, int value) {
    counter(name).value = value;
  }

  /** Carries out one of the three properties' changes. */
  void apply(List<CounterChange> reset, List<CounterChange> increment, List<CounterChange> set) {
    reset.forEach(change -> reset(change.name(), change.value()));
    increment.forEach(change -> increment(change.name(), change.value()));
    set.forEach(change -> set(change.name(), change.value()));
  }

  /** The innermost counter of this name; 0 where there is none. */
  int value(String name) {
    Deque<Counter> stack = all.get(name);
    Counter top = stack == null ? null : stack.peek();
    return top == null ? 0 : top.value;
  }

  /** All counters of this name, the outermost first. */
  List<Integer> values(String name) {
    var values = new ArrayList<Integer>();
    Deque<Counter> stack = all.get(name);
    if (stack != null) {
      stack.descendingIterator().forEachRemaining(each -> values.add(each.value));
    }
    return values.isEmpty() ? List.of(0) : values;
  }

  private Counter counter(String name) {
    Deque<Counter> stack = all.computeIfAbsent(name, _ -> new ArrayDeque<>());
    if (stack.isEmpty()) {
      reset(name, 0);
    }
    return stack.element();
  }

  /** The mark that opens a quotation; the depth grows. */
  String openQuote(Quotes quotes, String language) {
    List<Quotes.Pair> pairs = pairs(quotes, language);
    int depth = quoteDepth++;
    return pairs.isEmpty() ? "" : pairs.get(Math.min(depth, pairs.size() - 1)).open();
  }

  /** The mark that closes a quotation; the depth shrinks. */
  String closeQuote(Quotes quotes, String language) {
    if (quoteDepth == 0) {
      return "";
    }
    quoteDepth--;
    List<Quotes.Pair> pairs = pairs(quotes, language);
    return pairs.isEmpty() ? "" : pairs.get(Math.min(quoteDepth, pairs.size() - 1)).close();
  }

  /** Changes the depth of quotation without a mark. */
  void quote(int by) {
    quoteDepth = Math.max(0, quoteDepth + by);
  }

  private static List<Quotes.Pair> pairs(Quotes quotes, String language) {
    return quotes.auto() ? QuoteMarks.of(language) : quotes.pairs();
  }
}
