package dev.glasshouse.css;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The problems of one sheet: the first few in full, the rest as a count. Not thread-safe. */
public final class ProblemLog {
  private static final int DETAIL_CHARS = 80;
  private final List<CssProblem> kept = new ArrayList<>();
  private final Map<String, LimitFired> limits = new LinkedHashMap<>();
  private final int most;
  private int total;

  /** A log that keeps at most {@code most} problems. */
  public ProblemLog(int most) {
    this.most = most;
  }

  /** Records one problem; past the cap it is only counted. */
  public void add(CssProblem.Kind kind, String detail, int line) {
    total++;
    if (kept.size() < most) {
      String shown =
          detail.length() <= DETAIL_CHARS ? detail : detail.substring(0, DETAIL_CHARS) + "…";
      kept.add(new CssProblem(kind, shown, line));
    }
  }

  /** Records a bound that fired, which is never lost, however many problems there are. */
  public void limit(LimitFired fired, String detail) {
    limits.putIfAbsent(fired.limit(), fired);
    add(CssProblem.Kind.LIMIT, detail, fired.line());
  }

  /** The bounds that fired, each once. */
  public List<LimitFired> limits() {
    return List.copyOf(limits.values());
  }

  /** The problems that were kept, in the order of the text. */
  public List<CssProblem> kept() {
    return Collections.unmodifiableList(kept);
  }

  /** How many there were in all. */
  public int total() {
    return total;
  }
}
