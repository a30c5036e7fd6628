package dev.glasshouse.journey.view;

import dev.glasshouse.journey.CauseTree;
import dev.glasshouse.journey.ConnectionStep;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.QuicStep;
import dev.glasshouse.journey.StreamStep;
import dev.glasshouse.journey.view.Waterfall.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The journey by connections: a lane for each, with how it was made, which request went on it and
 * on which of its streams, and when it stood unused. All times are nanoseconds since the journey's
 * zero.
 *
 * @param lanes the lanes, by the connections' numbers
 */
public record Lanes(List<Lane> lanes) {
  private static final Pattern HOST =
      Pattern.compile("^[a-z]+://([^/?#:\\[]+|\\[[^\\]]*\\]).*$", Pattern.DOTALL);

  /**
   * A request on a connection.
   *
   * @param exchange the step of the exchange; 0 for what was pushed and not used
   * @param stream the stream's number; 0 in HTTP/1
   * @param method the method
   * @param url the URL
   * @param span from the first byte sent, or the push, to the last byte received
   * @param answered when the answer began; empty when none came
   * @param whole whether the answer came whole
   * @param marks pushed, early data
   */
  public record Use(
      long exchange,
      long stream,
      String method,
      String url,
      Span span,
      OptionalLong answered,
      boolean whole,
      Set<Mark> marks) {

    /** Whether the server sent it, and nobody wanted it. */
    public boolean isUnused() {
      return exchange == 0 && marks.contains(Mark.PUSHED);
    }

    /** The same with a mark, and from this moment on. */
    private Use with(Mark mark, long from) {
      var longer = new Span(Math.min(from, span.begin()), span.end());
      return new Use(exchange, stream, method, url, longer, answered, whole, EnumSet.of(mark));
    }

    /** Whether it is under way at a moment. */
    boolean isAt(long moment) {
      return span.begin() <= moment && (moment < span.end() || moment == span.begin());
    }

    /** The host of its URL; empty when the record has only its path. */
    String host() {
      Matcher matcher = HOST.matcher(url);
      return matcher.matches() ? matcher.group(1) : "";
    }
  }

  /**
   * A connection.
   *
   * @param connection its number
   * @param host the name that it was made for; empty when the record does not tell
   * @param remote the peer's address and port; empty when the record does not tell
   * @param version the version that was spoken on it, or agreed on where nothing was sent; empty
   *     when neither is known
   * @param dial when it was made, name and route included; empty when the record does not tell
   * @param tls when its TLS hands were shaken; empty without TLS
   * @param uses the requests on it, in the order in which they were sent
   * @param closed when it ended; empty when it stood at the end of the record
   */
  public record Lane(
      long connection,
      String host,
      String remote,
      String version,
      Optional<Span> dial,
      Optional<Span> tls,
      List<Use> uses,
      OptionalLong closed) {

    /** Whether several requests can be under way on it at once. */
    public boolean isMultiplexed() {
      return Lanes.isMultiplexed(version);
    }

    /** The hosts that it served besides the one that it was made for. */
    public List<String> otherHosts() {
      return uses.stream()
          .map(Use::host)
          .filter(name -> !name.isEmpty() && !name.equalsIgnoreCase(host))
          .distinct()
          .toList();
    }

    /** How many requests were under way on it at once, at most. */
    public int atOnce() {
      int most = 0;
      for (Use one : uses) {
        long at = one.span().begin();
        most = Math.max(most, (int) uses.stream().filter(u -> u.isAt(at)).count());
      }
      return most;
    }

    /** How long it stood unused between requests. */
    public long idle() {
      long idle = 0;
      long busyUntil = uses.isEmpty() ? 0 : uses.getFirst().span().begin();
      for (Use use : uses) {
        idle += Math.max(0, use.span().begin() - busyUntil);
        busyUntil = Math.max(busyUntil, use.span().end());
      }
      return idle;
    }
  }

  /** Whether connections of a version carry several exchanges at once. */
  static boolean isMultiplexed(String version) {
    return !version.isEmpty() && !version.startsWith("HTTP/1") && !version.startsWith("HTTP/0");
  }

  /** The version that a name of ALPN stands for; empty for others. */
  private static String agreed(String alpn) {
    return switch (alpn) {
      case "h3" -> "HTTP/3";
      case "h2" -> "HTTP/2";
      case "http/1.1" -> "HTTP/1.1";
      default -> "";
    };
  }

  /** What is gathered of one connection. */
  private static final class Gathered {
    Optional<ConnectionStep.Dialed> dialed = Optional.empty();
    Optional<Span> dial = Optional.empty();
    Optional<Span> tls = Optional.empty();
    OptionalLong closed = OptionalLong.empty();
    String version = "";
    final List<Use> uses = new ArrayList<>();
  }

  /** The lanes of a journey: the connections of whose it is, not those of servers in it. */
  public static Lanes of(Journey journey) {
    CauseTree tree = CauseTree.of(journey);
    List<Entry> ours = journey.entries().stream().filter(each -> !tree.isServers(each)).toList();
    var gathered = new TreeMap<Long, Gathered>();
    var answers = new HashMap<Key, List<Entry>>();
    var pushes = new HashMap<StreamKey, Entry>();
    var early = new HashSet<StreamKey>();
    for (Entry entry : ours) {
      switch (entry.step()) {
        case ConnectionStep.Dialed dialed -> {
          Gathered its = its(gathered, dialed.connection());
          its.dialed = Optional.of(dialed);
          its.dial = Optional.of(new Span(entry.begin(), entry.end()));
        }
        case ConnectionStep.TlsShaken tls -> {
          Gathered its = its(gathered, tls.connection());
          its.tls = Optional.of(new Span(entry.begin(), entry.end()));
          its.version = agreed(tls.alpn());
        }
        case ConnectionStep.ConnectionClosed closed ->
            its(gathered, closed.connection()).closed = OptionalLong.of(entry.end());
        case HttpStep.ResponseBegun begun -> answer(answers, entry, begun.connection());
        case HttpStep.ResponseEnded ended -> answer(answers, entry, ended.connection());
        case QuicStep.EarlyDataSent sent ->
            early.add(new StreamKey(sent.connection(), sent.stream()));
        case StreamStep.Pushed pushed ->
            pushes.put(new StreamKey(pushed.connection(), pushed.stream()), entry);
        default -> {}
      }
    }
    for (Entry entry : ours) {
      if (entry.step() instanceof HttpStep.RequestSent sent) {
        Gathered its = its(gathered, sent.connection());
        its.version = sent.version();
        var key = new StreamKey(sent.connection(), sent.stream());
        Use use = use(entry, key, sent.method(), sent.target(), tree, answers);
        its.uses.add(early.contains(key) ? use.with(Mark.EARLY_DATA, entry.begin()) : use);
      } else if (entry.step() instanceof StreamStep.PushUsed used) {
        var key = new StreamKey(used.connection(), used.stream());
        Entry announced = pushes.remove(key);
        its(gathered, used.connection())
            .uses
            .add(
                use(entry, key, "GET", used.url(), tree, answers)
                    .with(Mark.PUSHED, announced == null ? entry.begin() : announced.begin()));
      }
    }
    pushes.forEach((push, entry) -> its(gathered, push.connection()).uses.add(unused(entry)));
    return new Lanes(
        gathered.entrySet().stream()
            .filter(one -> one.getKey() != 0)
            .map(one -> lane(one.getKey(), one.getValue()))
            .toList());
  }

  /** A connection, and the step that caused what went on it. */
  private record Key(long connection, long cause) {}

  private record StreamKey(long connection, long stream) {}

  private static Use unused(Entry entry) {
    var pushed = (StreamStep.Pushed) entry.step();
    return new Use(
        0,
        pushed.stream(),
        "GET",
        pushed.url(),
        new Span(entry.begin(), entry.end()),
        OptionalLong.empty(),
        true,
        EnumSet.of(Mark.PUSHED));
  }

  private static void answer(Map<Key, List<Entry>> answers, Entry entry, long connection) {
    answers.computeIfAbsent(new Key(connection, cause(entry)), key -> new ArrayList<>()).add(entry);
  }

  private static long cause(Entry entry) {
    return entry.causes().isEmpty() ? 0 : entry.causes().getFirst();
  }

  private static Gathered its(Map<Long, Gathered> gathered, long connection) {
    return gathered.computeIfAbsent(connection, number -> new Gathered());
  }

  private static Use use(
      Entry entry,
      StreamKey key,
      String method,
      String target,
      CauseTree tree,
      Map<Key, List<Entry>> answers) {
    Optional<Entry> exchange = tree.ancestor(entry, up -> up.step() instanceof FetchStep.Exchanged);
    String url = exchange.map(up -> ((FetchStep.Exchanged) up.step()).url()).orElse(target);
    OptionalLong answered = OptionalLong.empty();
    boolean whole = false;
    long end = entry.end();
    for (Entry one : answers.getOrDefault(new Key(key.connection(), cause(entry)), List.of())) {
      if (one.end() < entry.begin()) {
        continue;
      }
      end = Math.max(end, one.end());
      if (one.step() instanceof HttpStep.ResponseBegun) {
        answered = OptionalLong.of(one.end());
      } else if (one.step() instanceof HttpStep.ResponseEnded ended) {
        whole = ended.complete();
      }
    }
    return new Use(
        exchange.map(Entry::id).orElse(0L),
        key.stream(),
        method,
        url,
        new Span(entry.begin(), end),
        answered,
        whole,
        EnumSet.noneOf(Mark.class));
  }

  private static Lane lane(long number, Gathered its) {
    its.uses.sort(Comparator.comparingLong(use -> use.span().begin()));
    return new Lane(
        number,
        its.dialed.map(ConnectionStep.Dialed::host).orElse(""),
        its.dialed.map(ConnectionStep.Dialed::remote).orElse(""),
        its.version,
        its.dial,
        its.tls,
        List.copyOf(its.uses),
        its.closed);
  }
}
