package dev.glasshouse.browser;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.Trail;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is missing of a page, gathered while it loads: the document's end, resources that could not
 * be had or not be decoded, limits that cut something. On the page's loop only.
 */
final class PageProblems {
  /** How many are told one by one; the others are counted. */
  static final int TOLD = 10;

  private final Trail trail;
  private final Set<String> lines = new LinkedHashSet<>();
  private final Set<String> counted = new LinkedHashSet<>();

  PageProblems(Trail trail) {
    this.trail = trail;
  }

  /** Something is missing, in words for people; what was said before is not said again. */
  void add(String line) {
    if (lines.contains(line)) {
      return;
    }
    if (lines.size() < TOLD) {
      lines.add(line);
    } else {
      counted.add(line);
    }
  }

  /** A resource is missing. */
  void add(String url, String why) {
    add(why.startsWith(url) ? why : url + ": " + why);
  }

  /**
   * A limit cut something; that becomes a step, too.
   *
   * @param limit its name, as its {@code Limits} record spells it
   * @param where what it cut
   */
  void limit(String limit, long allowed, String unit, String where) {
    limit(limit, allowed, unit, where, trail);
  }

  /** The same, where another step caused it. */
  void limit(String limit, long allowed, String unit, String where, Trail because) {
    note(limit, allowed, unit, where, because);
    String what = limit + " allows " + allowed + (unit.isEmpty() ? "" : " " + unit);
    add(where + ": a limit was reached: " + what);
  }

  /** A limit cut something that nobody misses: that is a step, and no problem of the page. */
  void note(String limit, long allowed, String unit, String where) {
    note(limit, allowed, unit, where, trail);
  }

  private static void note(String limit, long allowed, String unit, String where, Trail because) {
    if (because.on()) {
      because.mark(new JourneyStep.LimitReached(limit, allowed, unit, where), Because.HAPPENED);
    }
  }

  /** A line for each, at most {@value #TOLD} and one more. */
  List<String> lines() {
    var all = new ArrayList<>(lines);
    if (!counted.isEmpty()) {
      all.add("and " + counted.size() + " more");
    }
    return all;
  }
}
