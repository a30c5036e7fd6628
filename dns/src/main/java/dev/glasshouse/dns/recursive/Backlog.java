package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.serve.ClientQuery;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The questions that came in datagrams and wait for servers. Who asks with a forged address and has
 * slow servers of his own could gather answers here, and let them all go at one moment to whom the
 * address belongs (DNSBomb). So only some may wait for one address, and an answer that comes after
 * its client has surely asked again is not sent. Who has shown that the address is its own, by a
 * connection or a cookie, is not held to that. Safe for any thread.
 *
 * @see <a href="https://dnsbomb.net/">DNSBomb (CVE-2024-33655)</a>
 */
public final class Backlog {
  private final int most;
  private final long late;
  private final ConcurrentMap<InetAddress, Integer> waiting = new ConcurrentHashMap<>();
  private final LongAdder turnedAway = new LongAdder();
  private final LongAdder discarded = new LongAdder();

  /**
   * Nobody waits yet.
   *
   * @param most how many questions of one address may wait
   * @param late how old a question may be when its answer is sent
   */
  Backlog(int most, Duration late) {
    this.most = most;
    this.late = late.toNanos();
  }

  /** A question begins to wait. Whether it may; then {@link #leave} has to follow. */
  boolean enter(ClientQuery query) {
    if (query.isProven()) {
      return true;
    }
    int now = waiting.merge(query.client().getAddress(), 1, Integer::sum);
    if (now <= most) {
      return true;
    }
    forget(query.client().getAddress());
    turnedAway.increment();
    return false;
  }

  /**
   * A question waits no longer. Whether its answer may be sent.
   *
   * @param since when it came, on the monotonic clock
   */
  boolean leave(ClientQuery query, long since, long now) {
    if (query.isProven()) {
      return true;
    }
    forget(query.client().getAddress());
    if (now - since <= late) {
      return true;
    }
    discarded.increment();
    return false;
  }

  private void forget(InetAddress client) {
    waiting.computeIfPresent(client, (address, count) -> count == 1 ? null : count - 1);
  }

  /** How many questions were not taken, because too many of their address waited. */
  public long turnedAway() {
    return turnedAway.sum();
  }

  /** How many answers were not sent, because they came too late. */
  public long discarded() {
    return discarded.sum();
  }

  /** Of how many addresses questions wait. */
  int addresses() {
    return waiting.size();
  }
}
