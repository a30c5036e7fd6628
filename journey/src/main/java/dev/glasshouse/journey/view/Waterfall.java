package dev.glasshouse.journey.view;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.CauseTree;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.PageStep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * The journey as a waterfall: a row for each exchange with its phases, the pages' own work under
 * them, and the milestones. All times are nanoseconds since the journey's zero.
 *
 * @param begin where it begins: the journey's zero, or its first row when much time passed before
 * @param end when the last thing in it ends
 * @param rows a row for each exchange, in the order in which they began
 * @param work the pages' own work: a row for each page and sort of work that there was
 * @param milestones the milestones, in order
 * @param dropped steps that found the record full, so that rows may be missing
 */
public record Waterfall(
    long begin,
    long end,
    List<Row> rows,
    List<Work> work,
    List<Milestone> milestones,
    long dropped) {

  /** A stretch of time. */
  public record Span(long begin, long end) {
    /** How long it is. */
    public long nanos() {
      return end - begin;
    }
  }

  /** A stretch of an exchange. Those of one row are in order and never overlap. */
  public record Segment(Phase phase, long begin, long end) {
    /** How long it is. */
    public long nanos() {
      return end - begin;
    }
  }

  /**
   * What came of an exchange.
   *
   * @param status the status code; 0 when none came
   * @param mediaType the response's media type
   * @param bytes size of the decoded body
   * @param wireBytes bytes of the body as transferred
   * @param connection the connection's number; 0 for none
   * @param stream the number of its stream on the connection; empty where one carries one exchange
   *     at a time
   * @param reused whether the connection had carried a request before
   * @param marks what is out of the ordinary in the way in which it came
   */
  public record Answer(
      int status,
      String mediaType,
      long bytes,
      long wireBytes,
      long connection,
      OptionalLong stream,
      boolean reused,
      Set<Mark> marks) {

    /** Whether it came out of the cache, and the server was not even asked. */
    public boolean isStored() {
      return (has(Mark.MEMORY_CACHE) || has(Mark.DISK_CACHE)) && !has(Mark.CONFIRMED);
    }

    /** Whether it has a mark. */
    public boolean has(Mark mark) {
      return marks.contains(mark);
    }
  }

  /**
   * Why an exchange failed.
   *
   * @param problem what happened, in English; empty when it did not fail
   * @param because the reason with which the step that says so was recorded
   */
  public record Failure(String problem, Because because) {
    /** It did not fail. */
    public static final Failure NONE = new Failure("", Because.HAPPENED);
  }

  /**
   * An exchange, a fetch that needed none, or what the cache asked behind an answer.
   *
   * @param id the step of the exchange; that of the fetch when there was no exchange; that of the
   *     cache for what it asked behind
   * @param fetch the fetch's number
   * @param page the page that the fetch is for; 0 for none
   * @param method the method
   * @param url the URL
   * @param answer what came of it
   * @param failure why it failed
   * @param span when it was
   * @param segments its phases
   * @param questions what was asked to find its names, each before the questions that it led to;
   *     empty where an earlier row has them
   */
  public record Row(
      long id,
      long fetch,
      long page,
      String method,
      String url,
      Answer answer,
      Failure failure,
      Span span,
      List<Segment> segments,
      List<Question> questions) {

    /** Whether it failed: no answer came, or not the whole of it. */
    public boolean failed() {
      return !failure.problem().isEmpty();
    }

    /** How long it was in a phase in all. */
    public long nanos(Phase phase) {
      return segments.stream().filter(s -> s.phase() == phase).mapToLong(Segment::nanos).sum();
    }
  }

  /**
   * A question to a name server, or to the resolver inside of this program.
   *
   * @param id the step that says what came of it
   * @param depth how many questions led to it, one another
   * @param name the name asked for
   * @param type the record type
   * @param server who was asked: address and port; empty for the resolver inside of this program
   * @param span from the question to the answer
   * @param failed whether no useful answer came
   */
  public record Question(
      long id, int depth, String name, String type, String server, Span span, boolean failed) {}

  /** A sort of work that a page does itself. */
  public enum Sort {
    /** HTML is parsed. */
    PARSE("parse", "解析"),
    /** Style sheets are parsed. */
    SHEETS("sheets", "样式表"),
    /** Rendering waits for style sheets. */
    BLOCKED("blocked", "渲染等待"),
    /** Images are decoded. */
    IMAGES("images", "图片"),
    /** Styles are computed. */
    STYLE("style", "样式"),
    /** Boxes are laid out. */
    LAYOUT("layout", "排版"),
    /** The page is painted. */
    PAINT("paint", "绘制");

    private final String en;
    private final String zh;

    Sort(String en, String zh) {
      this.en = en;
      this.zh = zh;
    }

    /** Its English name. */
    public String en() {
      return en;
    }

    /** Its Chinese name. */
    public String zh() {
      return zh;
    }

    /** The sort of work that a step is; empty for one that is none. */
    static Optional<Sort> of(PageStep step) {
      return switch (step) {
        case PageStep.Parsed _ -> Optional.of(PARSE);
        case PageStep.SheetParsed _ -> Optional.of(SHEETS);
        case PageStep.RenderingBlocked _ -> Optional.of(BLOCKED);
        case PageStep.ImageDecoded _ -> Optional.of(IMAGES);
        case PageStep.StyleResolved _ -> Optional.of(STYLE);
        case PageStep.LaidOut _ -> Optional.of(LAYOUT);
        case PageStep.Painted _ -> Optional.of(PAINT);
        default -> Optional.empty();
      };
    }
  }

  /** When a page did one sort of work. */
  public record Work(long page, Sort sort, List<Span> spans) {}

  /** When a page reached something. */
  public record Milestone(long page, String name, long at) {}

  /** The waterfall of a journey. */
  public static Waterfall of(Journey journey) {
    CauseTree tree = CauseTree.of(journey);
    List<Row> rows = Exchanges.rows(journey, tree);
    List<Work> work = work(journey, tree);
    List<Milestone> milestones = milestones(journey, tree);
    long begin = Long.MAX_VALUE;
    long end = 0;
    for (Row row : rows) {
      begin = Math.min(begin, row.span().begin());
      end = Math.max(end, row.span().end());
    }
    for (Work one : work) {
      begin = Math.min(begin, one.spans().getFirst().begin());
      end = Math.max(end, one.spans().stream().mapToLong(Span::end).max().orElse(0));
    }
    for (Milestone milestone : milestones) {
      end = Math.max(end, milestone.at());
    }
    boolean nearZero = begin < end / 10 || begin > end;
    return new Waterfall(nearZero ? 0 : begin, end, rows, work, milestones, journey.dropped());
  }

  /** The number of the page that a step belongs to; 0 for none. */
  static long pageOf(Entry entry, CauseTree tree) {
    return tree.ancestor(entry, up -> up.step() instanceof PageStep.Navigated)
        .map(up -> ((PageStep.Navigated) up.step()).page())
        .orElse(0L);
  }

  private static List<Work> work(Journey journey, CauseTree tree) {
    var pages = new TreeMap<Long, Map<Sort, List<Span>>>();
    for (Entry entry : journey.entries()) {
      if (entry.step() instanceof PageStep step) {
        Sort.of(step)
            .ifPresent(sort ->
                pages
                    .computeIfAbsent(pageOf(entry, tree), page -> new EnumMap<>(Sort.class))
                    .computeIfAbsent(sort, s -> new ArrayList<>())
                    .add(new Span(entry.begin(), entry.end())));
      }
    }
    var work = new ArrayList<Work>();
    pages.forEach((page, sorts) ->
        sorts.forEach((sort, spans) -> {
          spans.sort(Comparator.comparingLong(Span::begin));
          work.add(new Work(page, sort, List.copyOf(spans)));
        }));
    return List.copyOf(work);
  }

  private static List<Milestone> milestones(Journey journey, CauseTree tree) {
    return journey.entries().stream()
        .filter(entry -> entry.step() instanceof PageStep.MilestoneReached)
        .map(entry ->
            new Milestone(
                pageOf(entry, tree),
                ((PageStep.MilestoneReached) entry.step()).milestone(),
                entry.end()))
        .sorted(Comparator.comparingLong(Milestone::at))
        .toList();
  }
}
