package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.BoundedCache;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * What was seen of servers: how fast they answer, whether they answer at all, what they do not
 * understand, and for which zones they are no use (RFC 9520 section 3).
 */
final class ServerBook {

  /** Why a server is no use for a zone. */
  enum Fault {
    /** It does not have the zone. */
    LAME,
    /** It answers questions for addresses, and no others. */
    LAME_BUT_FOR_A,
    /** It only resolves, and does not have the zone. */
    ONLY_RESOLVES,
    /** It strips signatures. */
    UNSIGNED;

    /** Some balancers know A alone, and point elsewhere for the rest. */
    static Fault lame(int type) {
      return type == Type.A ? LAME : LAME_BUT_FOR_A;
    }
  }

  /** What an unknown server is taken for: as far away as another continent. */
  static final long UNKNOWN = Duration.ofMillis(376).toNanos();

  private static final long REMEMBERED = Duration.ofMinutes(15).toNanos();
  private static final long REST = Duration.ofSeconds(60).toNanos();
  private static final int DEAD_AFTER = 6;
  private static final int ZONES = 64;

  private final BoundedCache<InetSocketAddress, Page> pages;
  private final long least;
  private final long patience;

  ServerBook(RecursorLimits limits) {
    this.pages = new BoundedCache<>(limits.serverCacheEntries(), page -> 1);
    this.least = limits.leastPatience().toNanos();
    this.patience = limits.patience().toNanos();
  }

  /** What is known of a server; of an unknown one it is written down there. */
  Page page(InetSocketAddress server, long now) {
    Optional<Page> known = pages.get(server);
    if (known.isPresent() && !known.get().isOver(now)) {
      return known.get();
    }
    var page = new Page(now + REMEMBERED);
    pages.put(server, page);
    return page;
  }

  /** What is known of one server. */
  final class Page {
    private final long expires;
    private double smoothed = -1;
    private double variation;
    private int silent;
    private long silentSince;
    private long heard;
    private boolean plain;
    // Most have none.
    private Map<Name, Set<Fault>> faults = Map.of();

    private Page(long expires) {
      this.expires = expires;
    }

    /** Whether it is so old that the server counts as unknown. */
    boolean isOver(long now) {
      return now - expires >= 0;
    }

    /** It answered after so many nanoseconds (RFC 6298 section 2). */
    void answered(long rtt, long now) {
      if (smoothed < 0) {
        smoothed = rtt;
        variation = rtt / 2.0;
      } else {
        variation += (Math.abs(smoothed - rtt) - variation) / 4;
        smoothed += (rtt - smoothed) / 8;
      }
      silent = 0;
      heard = now;
    }

    /**
     * It did not answer in time. Questions that were out together count once, and none counts
     * against a server that has answered another since: what it drops then is load, or that one
     * question.
     *
     * @param sent when the question left
     */
    void silent(long sent, long now) {
      boolean counted = silent > 0 && sent - silentSince < 0;
      boolean heardSince = smoothed >= 0 && heard - sent > 0;
      if (counted || heardSince) {
        return;
      }
      silent++;
      silentSince = now;
    }

    /** How far away it is, as servers are compared: silence counts as distance. */
    long distance() {
      long base = smoothed < 0 ? UNKNOWN : (long) smoothed;
      return base << Math.min(silent, 6);
    }

    /** The round-trip time measured, or -1. */
    long measured() {
      return (long) smoothed;
    }

    /** How long it is waited for. */
    long patience() {
      long plain = smoothed < 0 ? UNKNOWN : (long) (smoothed + 4 * variation);
      return Math.max(least, Math.min(patience, plain << Math.min(silent, 4)));
    }

    /** Whether it was silent so often that it is left alone for a while. */
    boolean dead(long now) {
      return silent >= DEAD_AFTER && now - silentSince < REST;
    }

    /** It does not understand EDNS. */
    void plain() {
      plain = true;
    }

    boolean isPlain() {
      return plain;
    }

    /** It is no use for a zone. */
    void fault(Name zone, Fault fault) {
      if (faults.isEmpty()) {
        faults = new HashMap<>();
      }
      if (faults.size() < ZONES || faults.containsKey(zone)) {
        faults.computeIfAbsent(zone, z -> EnumSet.noneOf(Fault.class)).add(fault);
      }
    }

    /** Whether it is no use for some zone. */
    boolean isFaulty() {
      return !faults.isEmpty();
    }

    Set<Fault> faults(Name zone) {
      return faults.isEmpty() ? Set.of() : faults.getOrDefault(zone, Set.of());
    }
  }
}
