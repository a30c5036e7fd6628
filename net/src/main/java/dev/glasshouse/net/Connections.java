package dev.glasshouse.net;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The connections of one network that live, as netstat lists them. */
public final class Connections {
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final Set<Live> live = ConcurrentHashMap.newKeySet();
  private final AtomicLong numbers = new AtomicLong();

  /** No connections yet. */
  public Connections() {}

  /** Those that live now, the oldest first. */
  public List<Live> live() {
    return live.stream().sorted(Comparator.comparingLong(Live::number)).toList();
  }

  /**
   * Those that live now as text, a line each under a heading: number, protocol, our address, the
   * peer's, the kernel's or QUIC's state, bytes sent and received, exchanges, and what was dialed.
   * Asks the event loops, and waits for them half a second at most each; not to be called on one of
   * them.
   */
  public String table() {
    String form = "%4s  %-8s  %-24s  %-24s  %-12s  %10s  %10s  %4s  %s%n";
    var text = new StringBuilder();
    text.append(
        String.format(
            form, "no", "protocol", "local", "remote", "state", "sent", "received", "used", "for"));
    for (Live connection : live()) {
      Live.Standing standing = connection.standing(PATIENCE);
      text.append(
          String.format(
              form,
              connection.number(),
              connection.protocol(),
              DialException.text(connection.local()),
              DialException.text(connection.remote()),
              standing.state(),
              standing.sent(),
              standing.received(),
              connection.exchanges(),
              connection.target()));
    }
    return text.toString();
  }

  /** A number for a new connection, from 1, never given twice. */
  public long number() {
    return numbers.incrementAndGet();
  }

  /** One more lives; whoever adds it takes it out when it has gone. */
  public void add(Live connection) {
    live.add(connection);
  }

  /** One has gone. */
  public void remove(Live connection) {
    live.remove(connection);
  }
}
