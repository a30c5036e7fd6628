package dev.glasshouse.journey.view;

import dev.glasshouse.journey.CauseTree;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Facts;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.RecursionStep;
import dev.glasshouse.journey.VersionStep;
import dev.glasshouse.journey.words.Kind;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Level;
import dev.glasshouse.journey.words.StepTable;
import dev.glasshouse.journey.words.Wording;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The journey in plain sentences, indented by cause.
 *
 * @param lines the lines, in order
 */
public record Story(List<Line> lines) {
  /** Lines of a story; what comes after is counted, except failures. */
  static final int MOST_LINES = 5_000;

  /** How deep a story is indented, at most. */
  static final int DEEPEST = 12;

  /** What a line is. */
  public enum Tone {
    /** A step. */
    STEP,
    /** A step that is a failure. */
    FAILURE,
    /** Something about the step above: an alternative that was refused, another cause. */
    ASIDE,
    /** How many steps are left out. */
    MORE,
    /** What the steps come to. */
    SUMMARY
  }

  /**
   * A line.
   *
   * @param id the step that it is about; 0 for {@link Tone#MORE} and {@link Tone#SUMMARY}
   * @param depth how many told steps caused it, one another
   * @param begin when the step began, nanoseconds since the journey's zero
   * @param text the sentence
   */
  public record Line(long id, int depth, long begin, Tone tone, String text) {}

  /** The story of a journey at a level, in the words of a language. */
  public static Story of(Journey journey, Level level, Language language) {
    return new Teller(journey, level, StepTable.standard(), language).tell();
  }

  /** Tells one journey. */
  private static final class Teller {
    private final CauseTree tree;
    private final Level level;
    private final StepTable table;
    private final Wording wording;
    private final Set<Long> told = new HashSet<>();
    private final Set<Long> failed = new HashSet<>();
    private final Set<List<Object>> known = new HashSet<>();
    private final Set<Long> aboveFailure = new HashSet<>();
    private final Map<Long, List<Entry>> below = new HashMap<>();
    private final List<Line> lines = new ArrayList<>();
    private final Savings savings;
    private int leftOut;

    Teller(Journey journey, Level level, StepTable table, Language language) {
      this.tree = CauseTree.of(journey);
      this.savings = Savings.of(journey);
      this.level = level;
      this.table = table;
      this.wording = new Wording(table, language);
      journey.entries().forEach(this::choose);
      for (Entry entry : journey.entries()) {
        if (told.contains(entry.id())) {
          long parent =
              tree.ancestor(entry, up -> told.contains(up.id())).map(Entry::id).orElse(0L);
          below.computeIfAbsent(parent, id -> new ArrayList<>()).add(entry);
        }
      }
      below.values().forEach(siblings -> siblings.sort(CauseTree.BY_BEGIN));
    }

    private void choose(Entry entry) {
      Kind kind = table.kind(entry.step().kind());
      boolean fails = kind.fails(Facts.of(entry.step()));
      if (fails || (kind.level().compareTo(level) <= 0 && isNews(entry))) {
        told.add(entry.id());
      }
      if (fails) {
        failed.add(entry.id());
        tree.ancestor(entry, up -> !aboveFailure.add(up.id()));
      }
    }

    /**
     * Why an origin was not asked by HTTP/3 is told once, and in full with each connection; so is a
     * referral that the questions for both families of addresses followed.
     */
    private boolean isNews(Entry entry) {
      return level == Level.FULL
          || switch (entry.step()) {
            case VersionStep.Http3NotUsed step -> known.add(List.of(step, entry.because()));
            case RecursionStep.ReferralFollowed step ->
                known.add(List.of(step.zone(), step.child()));
            default -> true;
          };
    }

    /**
     * A step that waits to be told; without one, the number of those of a kind that are left out.
     */
    private record Waiting(List<Entry> entry, int depth, int more, String kind) {}

    Story tell() {
      var open = new ArrayList<Waiting>();
      push(0, 0, open);
      while (!open.isEmpty()) {
        Waiting next = open.removeLast();
        if (next.entry().isEmpty()) {
          more(next);
          continue;
        }
        Entry entry = next.entry().getFirst();
        tell(entry, next.depth());
        push(entry.id(), Math.min(next.depth() + 1, DEEPEST), open);
      }
      if (leftOut > 0) {
        lines.add(new Line(0, 0, 0, Tone.MORE, wording.values().andMore(leftOut)));
      }
      if (!savings.isNothing()) {
        lines.add(new Line(0, 0, 0, Tone.SUMMARY, savings.text(wording.language())));
      }
      return new Story(List.copyOf(lines));
    }

    /** Puts what a step caused on the pile, the first on top; many of one kind become a number. */
    private void push(long id, int depth, List<Waiting> open) {
      var counts = new HashMap<String, Integer>();
      var kept = new ArrayList<Waiting>();
      for (Entry entry : below.getOrDefault(id, List.of())) {
        String kind = entry.step().kind();
        int count = counts.merge(kind, 1, Integer::sum);
        boolean important = failed.contains(entry.id()) || aboveFailure.contains(entry.id());
        if (count <= mostOfAKind() || important) {
          kept.add(new Waiting(List.of(entry), depth, 0, kind));
        } else {
          counts.merge("- " + kind, 1, Integer::sum);
        }
      }
      counts.forEach((kind, count) -> {
        if (kind.startsWith("- ")) {
          kept.add(new Waiting(List.of(), depth, count, kind.substring(2)));
        }
      });
      open.addAll(kept.reversed());
    }

    private int mostOfAKind() {
      return switch (level) {
        case BRIEF -> 40;
        case USUAL -> 60;
        case FULL -> 1000;
      };
    }

    private void tell(Entry entry, int depth) {
      boolean fails = failed.contains(entry.id());
      if (lines.size() >= MOST_LINES && !fails) {
        leftOut++;
        return;
      }
      Tone tone = fails ? Tone.FAILURE : Tone.STEP;
      add(entry, depth, tone, wording.whole(entry));
      for (var refused : entry.because().refused()) {
        add(entry, depth + 1, Tone.ASIDE, wording.refused(refused));
      }
      if (level == Level.FULL) {
        otherCauses(entry, depth);
      }
    }

    private void otherCauses(Entry entry, int depth) {
      for (long cause : entry.causes().stream().skip(1).toList()) {
        tree.entry(cause)
            .map(wording::sentence)
            .ifPresent(sentence ->
                add(
                    entry,
                    depth + 1,
                    Tone.ASIDE,
                    (wording.language() == Language.ZH ? "另一个原因：" : "also because: ") + sentence));
      }
    }

    private void add(Entry entry, int depth, Tone tone, String text) {
      lines.add(new Line(entry.id(), depth, entry.begin(), tone, text));
    }

    private void more(Waiting waiting) {
      String text = wording.values().andMore(waiting.more()) + " (" + waiting.kind() + ")";
      lines.add(new Line(0, waiting.depth(), 0, Tone.MORE, text));
    }
  }
}
