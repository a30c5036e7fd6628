package dev.glasshouse.journey.view;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.CacheStep;
import dev.glasshouse.journey.CauseTree;
import dev.glasshouse.journey.ConnectionStep;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.NameStep;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.StreamStep;
import dev.glasshouse.journey.view.Waterfall.Answer;
import dev.glasshouse.journey.view.Waterfall.Failure;
import dev.glasshouse.journey.view.Waterfall.Row;
import dev.glasshouse.journey.view.Waterfall.Segment;
import dev.glasshouse.journey.view.Waterfall.Span;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Finds the exchanges of a journey and the steps that belong to each.
 *
 * <p>A step belongs to an exchange when it stands below it by direct causes. A name that was looked
 * up or a connection that was made for one exchange and served another belongs to both when one of
 * its further causes is a step of the other exchange, or the other way round.
 */
public final class Exchanges {
  private final CauseTree tree;
  private final Map<Long, List<Entry>> sharedBy = new HashMap<>();
  private final Set<Long> asked = new HashSet<>();

  /** The exchanges of a journey. */
  public Exchanges(Journey journey, CauseTree tree) {
    this.tree = tree;
    for (Entry entry : journey.entries()) {
      if (entry.causes().size() > 1 && isShared(entry.step())) {
        for (long cause : entry.causes().subList(1, entry.causes().size())) {
          sharedBy.computeIfAbsent(cause, id -> new ArrayList<>()).add(entry);
        }
      }
    }
  }

  private static boolean isShared(Step step) {
    return step instanceof NameStep || step instanceof ConnectionStep;
  }

  /**
   * The steps that belong to an exchange (or to a fetch), in the order in which they began. What a
   * server did for it is not among them, such as its own requests to others, but for the step that
   * it was served.
   */
  public List<Entry> steps(Entry exchange) {
    List<Entry> own =
        tree.descendants(exchange.id(), Exchanges::isBelow).stream()
            .filter(
                entry -> entry.step() instanceof HttpStep.RequestServed || !tree.isServers(entry))
            .toList();
    var all = new LinkedHashSet<>(own);
    all.addAll(sharedBy.getOrDefault(exchange.id(), List.of()));
    for (Entry entry : own) {
      all.addAll(sharedBy.getOrDefault(entry.id(), List.of()));
      entry.causes().stream()
          .skip(1)
          .map(tree::entry)
          .flatMap(Optional::stream)
          .filter(cause -> isShared(cause.step()))
          .forEach(all::add);
    }
    return all.stream().sorted(CauseTree.BY_BEGIN).toList();
  }

  private static boolean isBelow(Entry entry) {
    return !(entry.step() instanceof FetchStep.Fetched)
        && !(entry.step() instanceof FetchStep.Exchanged)
        && !(entry.step() instanceof CacheStep.RevalidatedBehind);
  }

  /** The rows of a waterfall, in the order in which they began. */
  static List<Row> rows(Journey journey, CauseTree tree) {
    var exchanges = new Exchanges(journey, tree);
    var fetches = new HashMap<Long, Entry>();
    var last = new HashMap<Long, Entry>();
    var shown = new ArrayList<Entry>();
    for (Entry entry : journey.entries()) {
      if (entry.step() instanceof FetchStep.Fetched fetched) {
        fetches.put(fetched.fetch(), entry);
      } else if (entry.step() instanceof FetchStep.Exchanged exchanged) {
        shown.add(entry);
        last.merge(
            exchanged.fetch(), entry, (a, b) -> CauseTree.BY_BEGIN.compare(a, b) < 0 ? b : a);
      } else if (entry.step() instanceof CacheStep.RevalidatedBehind) {
        shown.add(entry);
      }
    }
    for (Map.Entry<Long, Entry> fetch : fetches.entrySet()) {
      if (!last.containsKey(fetch.getKey())) {
        shown.add(fetch.getValue());
      }
    }
    shown.sort(CauseTree.BY_BEGIN);
    Set<Long> lastIds = new HashSet<>(last.values().stream().map(Entry::id).toList());
    var rows = new ArrayList<Row>();
    for (Entry entry : shown) {
      rows.add(exchanges.row(entry, fetches, lastIds.contains(entry.id())));
    }
    return List.copyOf(rows);
  }

  private Row row(Entry entry, Map<Long, Entry> fetches, boolean isLast) {
    List<Entry> steps = steps(entry);
    long page = Waterfall.pageOf(entry, tree);
    Span span = span(entry, steps);
    List<Segment> segments = segments(span, steps);
    List<Waterfall.Question> questions = questions(steps);
    if (entry.step() instanceof CacheStep.RevalidatedBehind behind) {
      Failure failure = behindFailure(steps);
      return new Row(
          entry.id(),
          0,
          page,
          "GET",
          behind.url(),
          behind(steps),
          failure,
          span,
          segments,
          questions);
    }
    if (entry.step() instanceof FetchStep.Exchanged one) {
      Optional<Entry> fetch =
          isLast ? Optional.ofNullable(fetches.get(one.fetch())) : Optional.empty();
      Failure failure = failure(entry, one, fetch, steps);
      String url = one.url();
      Answer answer = answer(one, steps);
      return new Row(
          entry.id(),
          one.fetch(),
          page,
          one.method(),
          url,
          answer,
          failure,
          span,
          segments,
          questions);
    }
    var fetched = (FetchStep.Fetched) entry.step();
    Failure failure = failed(entry) ? why(entry, Optional.of(entry), steps) : Failure.NONE;
    Answer answer = localAnswer(steps);
    return new Row(
        entry.id(),
        fetched.fetch(),
        page,
        "GET",
        fetched.url(),
        answer,
        failure,
        span,
        segments,
        questions);
  }

  /** Those of a lookup that several rows share stand in the first of them. */
  private List<Waterfall.Question> questions(List<Entry> steps) {
    return Questions.of(steps, tree).stream().filter(each -> asked.add(each.id())).toList();
  }

  /** What the cache asked behind an answer goes on when the step that says so is long over. */
  private static Span span(Entry row, List<Entry> steps) {
    long end = Math.max(row.begin(), row.end());
    if (row.step() instanceof CacheStep.RevalidatedBehind) {
      end = Math.max(end, steps.stream().mapToLong(Entry::end).max().orElse(end));
    }
    return new Span(row.begin(), end);
  }

  private static Answer answer(FetchStep.Exchanged exchanged, List<Entry> steps) {
    Set<Mark> marks = Mark.of(steps);
    return answer(
        marks.contains(Mark.CONFIRMED) ? 304 : exchanged.status(),
        exchanged.mediaType(),
        exchanged.bytes(),
        steps,
        marks);
  }

  /** What came of a request that the cache sent behind an answer. */
  private static Answer behind(List<Entry> steps) {
    int status = last(steps, HttpStep.ResponseBegun.class).map(b -> b.status()).orElse(0);
    return answer(status, "", 0, steps, EnumSet.of(Mark.BEHIND));
  }

  private static Answer answer(
      int status, String type, long bytes, List<Entry> steps, Set<Mark> marks) {
    Optional<HttpStep.RequestSent> sent = last(steps, HttpStep.RequestSent.class);
    return new Answer(
        status,
        type,
        bytes,
        last(steps, HttpStep.ResponseEnded.class).map(e -> e.wireBytes()).orElse(0L),
        connection(steps),
        sent.filter(s -> Lanes.isMultiplexed(s.version()))
            .map(s -> OptionalLong.of(s.stream()))
            .orElse(OptionalLong.empty()),
        last(steps, HttpStep.ConnectionReused.class).isPresent(),
        marks);
  }

  private static Failure behindFailure(List<Entry> steps) {
    for (Entry step : steps.reversed()) {
      String problem = problem(step.step());
      if (!problem.isEmpty()) {
        return new Failure(problem, step.because());
      }
    }
    return Failure.NONE;
  }

  /** What came of a fetch that needed no exchange. */
  private static Answer localAnswer(List<Entry> steps) {
    String type =
        last(steps, FetchStep.TypeDecided.class).map(FetchStep.TypeDecided::decided).orElse("");
    return new Answer(
        0, type, localBytes(steps), 0, 0, OptionalLong.empty(), false, EnumSet.noneOf(Mark.class));
  }

  private Failure failure(
      Entry entry, FetchStep.Exchanged exchanged, Optional<Entry> fetch, List<Entry> steps) {
    boolean whole = last(steps, HttpStep.ResponseEnded.class).map(e -> e.complete()).orElse(true);
    boolean fetchFailed = fetch.filter(Exchanges::failed).isPresent();
    return exchanged.status() == 0 || !whole || fetchFailed
        ? why(entry, fetch, steps)
        : Failure.NONE;
  }

  private static boolean failed(Entry fetch) {
    return fetch.step() instanceof FetchStep.Fetched fetched && fetched.outcome().equals("failed");
  }

  private static long localBytes(List<Entry> steps) {
    return last(steps, FetchStep.FileRead.class)
        .map(FetchStep.FileRead::bytes)
        .or(() -> last(steps, FetchStep.AnsweredLocally.class).map(a -> a.bytes()))
        .orElse(0L);
  }

  /** The connection that carried the request; else the one that was made for it. */
  private static long connection(List<Entry> steps) {
    return last(steps, HttpStep.RequestSent.class)
        .map(HttpStep.RequestSent::connection)
        .or(() -> last(steps, HttpStep.ConnectionReused.class).map(c -> c.connection()))
        .or(() -> last(steps, StreamStep.PushUsed.class).map(StreamStep.PushUsed::connection))
        .or(() -> last(steps, ConnectionStep.Dialed.class).map(ConnectionStep.Dialed::connection))
        .orElse(0L);
  }

  /** Why an exchange failed: what its steps say, the nearest to the wire first. */
  private Failure why(Entry entry, Optional<Entry> fetch, List<Entry> steps) {
    List<Entry> around = fetch.map(this::steps).orElse(List.of());
    for (List<Entry> some : List.of(steps, around)) {
      for (Entry step : some.reversed()) {
        String problem = problem(step.step());
        if (!problem.isEmpty()) {
          return new Failure(problem, step.because());
        }
      }
    }
    boolean broken = entry.step() instanceof FetchStep.Exchanged e && e.status() != 0;
    return new Failure(broken ? "the response is not whole" : "no response", Because.HAPPENED);
  }

  private static String problem(Step step) {
    return switch (step) {
      case NameStep.NameFailed failed -> failed.outcome();
      case ConnectionStep.DialFailed failed -> String.join("; ", failed.problems());
      case ConnectionStep.TlsFailed failed -> failed.problem();
      case HttpStep.ProtocolViolated violated -> violated.problem();
      case HttpStep.ExchangeFailed failed -> failed.problem();
      case FetchStep.FetchFailed failed when failed.problem().startsWith(failed.url() + ": ") ->
          failed.problem().substring(failed.url().length() + 2);
      case FetchStep.FetchFailed failed -> failed.problem();
      default -> "";
    };
  }

  /** The last step of a kind. */
  public static <S extends Step> Optional<S> last(List<Entry> steps, Class<S> kind) {
    for (Entry entry : steps.reversed()) {
      if (kind.isInstance(entry.step())) {
        return Optional.of(kind.cast(entry.step()));
      }
    }
    return Optional.empty();
  }

  /**
   * The row's time cut into phases. Where steps overlap (a connection is made while the exchange
   * waits for one), the later phase holds: it is the more particular one.
   */
  private static List<Segment> segments(Span row, List<Entry> steps) {
    var raw = new ArrayList<Segment>();
    var bounds = new TreeSet<Long>();
    // What is made for a connection when the request is on its way already, is for others.
    long sent = sentAt(steps).orElse(row.end());
    var made = new Span(row.begin(), Math.min(row.end(), Math.max(row.begin(), sent)));
    for (Entry step : steps) {
      phase(step.step())
          .map(phase -> clip(step, phase.compareTo(Phase.SEND) < 0 ? made : row).apply(phase))
          .filter(segment -> segment.nanos() > 0)
          .ifPresent(segment -> {
            raw.add(segment);
            bounds.add(segment.begin());
            bounds.add(segment.end());
          });
    }
    var segments = new ArrayList<Segment>();
    long from = bounds.isEmpty() ? 0 : bounds.getFirst();
    for (long to : bounds) {
      if (to > from) {
        append(raw, from, to, segments);
      }
      from = to;
    }
    return List.copyOf(segments);
  }

  private static OptionalLong sentAt(List<Entry> steps) {
    return steps.stream()
        .filter(entry -> entry.step() instanceof HttpStep.RequestSent)
        .mapToLong(Entry::begin)
        .max();
  }

  private static Function<Phase, Segment> clip(Entry step, Span row) {
    return phase ->
        new Segment(phase, Math.max(step.begin(), row.begin()), Math.min(step.end(), row.end()));
  }

  private static void append(List<Segment> raw, long from, long to, List<Segment> segments) {
    Optional<Phase> phase =
        raw.stream()
            .filter(segment -> segment.begin() <= from && segment.end() >= to)
            .map(Segment::phase)
            .max(Phase::compareTo);
    if (phase.isEmpty()) {
      return;
    }
    if (!segments.isEmpty()) {
      Segment before = segments.getLast();
      if (before.phase() == phase.get() && before.end() == from) {
        segments.set(segments.size() - 1, new Segment(before.phase(), before.begin(), to));
        return;
      }
    }
    segments.add(new Segment(phase.get(), from, to));
  }

  private static Optional<Phase> phase(Step step) {
    return switch (step) {
      case HttpStep.ConnectionAwaited _, CacheStep.CacheWaited _ -> Optional.of(Phase.QUEUED);
      case NameStep.NameAnswered _, NameStep.NameFailed _ -> Optional.of(Phase.NAME);
      case ConnectionStep.Dialed _, ConnectionStep.DialFailed _ -> Optional.of(Phase.DIAL);
      case ConnectionStep.TlsShaken _, ConnectionStep.TlsFailed _, ConnectionStep.TlsGivenUp _ ->
          Optional.of(Phase.TLS);
      case HttpStep.RequestSent _ -> Optional.of(Phase.SEND);
      case HttpStep.ResponseBegun _ -> Optional.of(Phase.WAIT);
      case HttpStep.RequestServed _ -> Optional.of(Phase.SERVER);
      case HttpStep.ResponseEnded _ -> Optional.of(Phase.RECEIVE);
      default -> Optional.empty();
    };
  }
}
