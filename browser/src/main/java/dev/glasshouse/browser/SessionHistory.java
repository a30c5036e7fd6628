package dev.glasshouse.browser;

import dev.glasshouse.url.Url;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The places where a page was, and which of them it is at (HTML 7.4.1). Bounded. */
final class SessionHistory {
  private final int most;
  private final List<Url> entries = new ArrayList<>();
  private int at = -1;

  /**
   * Nowhere yet.
   *
   * @param most how many places are remembered; past that the first one goes
   */
  SessionHistory(int most) {
    this.most = most;
  }

  /** The place so many entries on (or back), where there is one. */
  Optional<Url> entry(int by) {
    int to = at + by;
    return to < 0 || to >= entries.size() ? Optional.empty() : Optional.of(entries.get(to));
  }

  /** Goes so many entries on (or back). */
  void go(int by) {
    at += by;
  }

  /** Whether the page was anywhere. */
  boolean isSomewhere() {
    return at >= 0;
  }

  /** Forgets the entries that going forward would lead to. */
  void cut() {
    entries.subList(at + 1, entries.size()).clear();
  }

  /**
   * A new entry after the present one; in its place, when the same was asked for that is there
   * (HTML 7.4.2.2).
   *
   * @param asked what was asked for
   * @param url where that led to
   */
  void add(Url asked, Url url) {
    if (at >= 0 && entries.get(at).equals(asked)) {
      entries.set(at, url);
      return;
    }
    cut();
    entries.add(url);
    if (entries.size() > most) {
      entries.removeFirst();
    }
    at = entries.size() - 1;
  }
}
