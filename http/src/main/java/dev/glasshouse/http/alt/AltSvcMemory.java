package dev.glasshouse.http.alt;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What origins have said of their alternatives, as long as it holds, and which alternatives did not
 * work. Bounded: what was not used for longest goes first. Safe for use by many threads; told the
 * time by whoever asks.
 *
 * <p>A broken alternative is left alone for five minutes, and for twice as long with each failure
 * after the first, two days at most, as Chromium does; what works is forgiven.
 *
 * <p>One that was not there in time, when it had a head start before TCP, gets none for as long: a
 * network that swallows UDP must not make each short run wait again, which ends before QUIC is
 * known to have failed. (Chromium gives a head start only where QUIC is known to work.)
 */
public final class AltSvcMemory {
  /** The first pause of an alternative that did not work. */
  public static final Duration FIRST_PAUSE = Duration.ofMinutes(5);

  /** The longest pause. */
  public static final Duration LONGEST_PAUSE = Duration.ofDays(2);

  /** How many origins are remembered: 1,000, some 200 KB. */
  public static final int ORIGINS = 1000;

  /** How many alternatives of one origin are remembered: 8; real ones name two or three. */
  public static final int OFFERS = 8;

  /**
   * An alternative that is remembered.
   *
   * @param alternative where; its host is never empty
   * @param until how long that holds
   * @param persist whether it holds on another network too
   */
  public record Known(Alternative alternative, Instant until, boolean persist) {
    /** How much longer it holds. */
    public Duration left(Instant now) {
      return Duration.between(now, until);
    }
  }

  /**
   * An alternative that did not work, or not in time.
   *
   * @param until until when it is left alone, or gets no head start
   * @param failures how often in a row that was so
   */
  public record Broken(Instant until, int failures) {}

  /** An alternative of an origin: what works for one need not work for another. */
  private record Key(String origin, Alternative alternative) {}

  private final Map<String, List<Known>> byOrigin = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Key, Broken> broken = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Key, Broken> late = new LinkedHashMap<>(16, 0.75f, true);
  private volatile int changes;

  /** One that knows nothing. */
  public AltSvcMemory() {}

  /**
   * Remembers what an origin has said, in the place of what it said before.
   *
   * @param host the origin's host, for alternatives that name none
   */
  public synchronized void learn(String origin, String host, AltSvc.Offered said, Instant now) {
    var known = new ArrayList<Known>();
    for (AltSvc.Offer offer : said.offers()) {
      if (!offer.maxAge().isZero() && known.size() < OFFERS) {
        known.add(
            new Known(offer.alternative().at(host), now.plus(offer.maxAge()), offer.persist()));
      }
    }
    put(origin, known);
  }

  /** A number that changes when something was learned. */
  public int changes() {
    return changes;
  }

  @SuppressWarnings("NonAtomicOperationOnVolatileField") // written under the lock only
  private void put(String origin, List<Known> known) {
    changes++;
    if (known.isEmpty()) {
      byOrigin.remove(origin);
      return;
    }
    byOrigin.put(origin, List.copyOf(known));
    trim(byOrigin);
  }

  private static void trim(Map<?, ?> map) {
    if (map.size() > ORIGINS) {
      var eldest = map.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
  }

  /** Forgets what an origin has said. */
  public synchronized void clear(String origin) {
    byOrigin.remove(origin);
  }

  /** What an origin has said and still holds, the best first, broken ones included. */
  public synchronized List<Known> of(String origin, Instant now) {
    List<Known> known = byOrigin.getOrDefault(origin, List.of());
    List<Known> holds = known.stream().filter(k -> k.until().isAfter(now)).toList();
    if (holds.size() < known.size()) {
      put(origin, holds);
    }
    return holds;
  }

  /** An alternative did not work: it is left alone for a while. */
  public synchronized Broken failed(String origin, Alternative alternative, Instant now) {
    return once(broken, new Key(origin, alternative), now);
  }

  /** An alternative had a head start, and TCP was there before it: it gets none for a while. */
  public synchronized void late(String origin, Alternative alternative, Instant now) {
    once(late, new Key(origin, alternative), now);
  }

  private static Broken once(Map<Key, Broken> map, Key key, Instant now) {
    Broken before = map.get(key);
    int failures = before == null ? 1 : Math.min(before.failures() + 1, 30);
    var after = new Broken(now.plus(pause(failures)), failures);
    map.put(key, after);
    trim(map);
    return after;
  }

  /** How long an alternative is left alone after so many failures in a row. */
  public static Duration pause(int failures) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(20, Math.max(0, failures - 1)));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  /** An alternative has worked: its failures are forgiven. */
  public synchronized void worked(String origin, Alternative alternative) {
    broken.remove(new Key(origin, alternative));
    late.remove(new Key(origin, alternative));
  }

  /** Whether an alternative was not there in time lately. */
  public synchronized boolean wasLate(String origin, Alternative alternative, Instant now) {
    Broken its = late.get(new Key(origin, alternative));
    return its != null && its.until().isAfter(now);
  }

  /** Why an alternative is left alone now; empty when it is not. */
  public synchronized Optional<Broken> broken(String origin, Alternative alternative, Instant now) {
    return Optional.ofNullable(broken.get(new Key(origin, alternative)))
        .filter(b -> b.until().isAfter(now));
  }

  /**
   * All that holds, as lines that a person can read: {@code origin protocol host:port until
   * persist|-}, and {@code broken origin protocol host:port until failures}, or {@code late} in the
   * place of {@code broken}.
   */
  public synchronized List<String> lines(Instant now) {
    var lines = new ArrayList<String>();
    byOrigin.forEach((origin, known) -> {
      for (Known k : known) {
        if (k.until().isAfter(now)) {
          lines.add(
              String.join(
                  " ",
                  "known",
                  origin,
                  protocol(k.alternative()),
                  k.alternative().authority(),
                  k.until().toString(),
                  k.persist() ? "persist" : "-"));
        }
      }
    });
    broken.forEach((key, its) -> lines.add(line("broken", key, its)));
    late.forEach((key, its) -> lines.add(line("late", key, its)));
    return lines;
  }

  private static String line(String kind, Key key, Broken its) {
    return String.join(
        " ",
        kind,
        key.origin(),
        protocol(key.alternative()),
        key.alternative().authority(),
        its.until().toString(),
        Integer.toString(its.failures()));
  }

  private static String protocol(Alternative alternative) {
    return java.net.URLEncoder.encode(
        alternative.protocol(), java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  /**
   * Remembers what {@link #lines} wrote; a line that is none of these is left out.
   *
   * @return how many lines were left out
   */
  public synchronized int read(List<String> lines, Instant now) {
    int leftOut = 0;
    Map<String, List<Known>> read = new LinkedHashMap<>();
    for (String line : lines) {
      if (!line.isBlank() && !line.startsWith("#") && !read(line.strip(), read, now)) {
        leftOut++;
      }
    }
    read.forEach(this::put);
    return leftOut;
  }

  private boolean read(String line, Map<String, List<Known>> into, Instant now) {
    String[] parts = line.split(" +");
    if (parts.length != 6) {
      return false;
    }
    AltSvc said = AltSvc.parse(parts[2].replace("+", "%20") + "=\"" + parts[3] + "\"");
    if (!(said instanceof AltSvc.Offered offered)) {
      return false;
    }
    Alternative alternative = offered.offers().getFirst().alternative();
    try {
      Instant until = Instant.parse(parts[4]);
      if (parts[0].equals("known")) {
        List<Known> known = into.computeIfAbsent(parts[1], _ -> new ArrayList<>());
        if (until.isAfter(now) && known.size() < OFFERS) {
          known.add(new Known(alternative, until, parts[5].equals("persist")));
        }
        return true;
      }
      boolean wasLate = parts[0].equals("late");
      if (!wasLate && !parts[0].equals("broken")) {
        return false;
      }
      int failures = Integer.parseInt(parts[5]);
      if (failures < 1 || until.isAfter(now.plus(LONGEST_PAUSE))) {
        return false;
      }
      Map<Key, Broken> map = wasLate ? late : broken;
      map.put(new Key(parts[1], alternative), new Broken(until, Math.min(failures, 30)));
      trim(map);
      return true;
    } catch (java.time.DateTimeException | NumberFormatException e) {
      return false;
    }
  }
}
