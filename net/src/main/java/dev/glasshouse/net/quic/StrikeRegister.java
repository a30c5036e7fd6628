package dev.glasshouse.net.quic;

import dev.glasshouse.journey.QuicReason;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which connections have brought early data of late (RFC 8446 8.2): who comes a second time is
 * refused it. A connection is known by the id that its client made up for the server: it is part of
 * what the client's early packets are sealed over, so nobody can play them again under another.
 * Bounded in time and number. Pure: it is told the time. Safe for many threads.
 */
final class StrikeRegister {
  /**
   * What is to be done about early data.
   *
   * @param fresh whether it may be acted on before the handshake is done
   * @param reason why
   * @param argument what the reason's sentence has a place for; may be empty
   */
  record Verdict(boolean fresh, QuicReason reason, String argument) {}

  private static final Verdict FRESH = new Verdict(true, QuicReason.EARLY_SAFE, "");

  private final Duration window;
  private final int most;
  private final Map<String, Long> seen = new LinkedHashMap<>();

  /**
   * An empty one.
   *
   * @param window how long a connection is remembered
   * @param most how many are remembered at once
   */
  StrikeRegister(Duration window, int most) {
    this.window = window;
    this.most = most;
  }

  /**
   * A connection has brought early data.
   *
   * @param id its id, in hexadecimal digits
   * @param now as {@link System#nanoTime} tells time
   */
  synchronized Verdict strike(String id, long now) {
    forget(now);
    Long before = seen.get(id);
    if (before != null) {
      Duration ago = Duration.ofNanos(now - before);
      return new Verdict(false, QuicReason.EARLY_SEEN, ago.toMillis() + " ms");
    }
    if (seen.size() >= most) {
      return new Verdict(false, QuicReason.EARLY_REGISTER_FULL, Integer.toString(most));
    }
    seen.put(id, now);
    return FRESH;
  }

  /** The oldest stand first. */
  private void forget(long now) {
    Iterator<Long> times = seen.values().iterator();
    while (times.hasNext() && now - times.next() > window.toNanos()) {
      times.remove();
    }
  }

  /** How many connections are remembered. */
  synchronized int size() {
    return seen.size();
  }
}
