package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.BoundedCache;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
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

  /** What is known of one server. */
  private static final class Page {
    double smoothed = -1;
    double variation;
    int silent;
    long silentSince;
    long heard;
    boolean plain;
    long expires;
    final Map<Name, Set<Fault>> faults = new HashMap<>();
  }

  private final BoundedCache<InetSocketAddress, Page> pages;
  private final long least;
  private final long patience;

  ServerBook(RecursorLimits limits) {
    this.pages = new BoundedCache<>(limits.serverCacheEntries(), page -> 1);
    this.least = limits.leastPatience().toNanos();
    this.patience = limits.patience().toNanos();
  }

  private Page page(InetSocketAddress server, long now) {
    Page page = pages.get(server).filter(p -> now - p.expires < 0).orElse(null);
    if (page == null) {
      page = new Page();
      page.expires = now + REMEMBERED;
      pages.put(server, page);
    }
    return page;
  }

  private java.util.Optional<Page> known(InetSocketAddress server, long now) {
    return pages.get(server).filter(p -> now - p.expires < 0);
  }

  /** It answered after so many nanoseconds (RFC 6298 section 2). */
  void answered(InetSocketAddress server, long rtt, long now) {
    Page page = page(server, now);
    if (page.smoothed < 0) {
      page.smoothed = rtt;
      page.variation = rtt / 2.0;
    } else {
      page.variation += (Math.abs(page.smoothed - rtt) - page.variation) / 4;
      page.smoothed += (rtt - page.smoothed) / 8;
    }
    page.silent = 0;
    page.heard = now;
  }

  /**
   * It did not answer in time. Questions that were out together count once, and none counts against
   * a server that has answered another since: what it drops then is load, or that one question.
   *
   * @param sent when the question left
   */
  void silent(InetSocketAddress server, long sent, long now) {
    Page page = page(server, now);
    boolean counted = page.silent > 0 && sent - page.silentSince < 0;
    boolean heardSince = page.smoothed >= 0 && page.heard - sent > 0;
    if (counted || heardSince) {
      return;
    }
    page.silent++;
    page.silentSince = now;
  }

  /** How far away it is, as servers are compared: silence counts as distance. */
  long distance(InetSocketAddress server, long now) {
    return known(server, now)
        .map(p -> {
          long base = p.smoothed < 0 ? UNKNOWN : (long) p.smoothed;
          return base << Math.min(p.silent, 6);
        })
        .orElse(UNKNOWN);
  }

  /** The round-trip time measured, or -1. */
  long measured(InetSocketAddress server, long now) {
    return known(server, now).map(p -> (long) p.smoothed).orElse(-1L);
  }

  /** How long it is waited for. */
  long patience(InetSocketAddress server, long now) {
    long plain =
        known(server, now)
            .map(p ->
                p.smoothed < 0
                    ? UNKNOWN << Math.min(p.silent, 4)
                    : (long) (p.smoothed + 4 * p.variation) << Math.min(p.silent, 4))
            .orElse(UNKNOWN);
    return Math.max(least, Math.min(patience, plain));
  }

  /** Whether it was silent so often that it is left alone for a while. */
  boolean dead(InetSocketAddress server, long now) {
    return known(server, now)
        .filter(p -> p.silent >= DEAD_AFTER && now - p.silentSince < REST)
        .isPresent();
  }

  /** It does not understand EDNS. */
  void plain(InetSocketAddress server, long now) {
    page(server, now).plain = true;
  }

  boolean isPlain(InetSocketAddress server, long now) {
    return known(server, now).filter(p -> p.plain).isPresent();
  }

  /** It is no use for a zone. */
  void fault(InetSocketAddress server, Name zone, Fault fault, long now) {
    Page page = page(server, now);
    if (page.faults.size() < ZONES || page.faults.containsKey(zone)) {
      page.faults.computeIfAbsent(zone, z -> EnumSet.noneOf(Fault.class)).add(fault);
    }
  }

  Set<Fault> faults(InetSocketAddress server, Name zone, long now) {
    return known(server, now).map(p -> p.faults.getOrDefault(zone, Set.of())).orElse(Set.of());
  }
}
