package dev.glasshouse.http.h3;

import dev.glasshouse.http.Limits;
import java.time.Duration;

/**
 * What to do about a peer that is not heard while an answer is awaited: who only receives has
 * nothing that QUIC would repeat, so when a NAT forgets the connection and the packets of that
 * moment are lost, a server sends to a port that nobody has any more, and the client waits for
 * ever. So the peer is asked early; one packet of ours shows a server the new port, and is repeated
 * by QUIC until it is acknowledged. While nothing but such acknowledgements comes, it is asked less
 * and less often. Pure; it is told the time ({@link System#nanoTime}) and how many datagrams came.
 */
final class Silence {
  /** No more datagrams than this come for a question alone. */
  private static final int ACKNOWLEDGEMENTS = 2;

  /** What to do. */
  sealed interface Verdict {
    /** How long until the next look. */
    Duration after();

    /** Nothing. */
    record Wait(Duration after) implements Verdict {}

    /** The peer was asked more than once, and is heard again. */
    record HeardAgain(Duration silence, int asked, Duration after) implements Verdict {}

    /** The peer is asked. */
    record Ask(Duration silence, Duration after) implements Verdict {}

    /** The peer is not there any more. */
    record GiveUp(Duration silence, int asked, Duration after) implements Verdict {}
  }

  private final Duration first;
  private final Duration again;
  private final Duration longest;
  private final Duration limit;
  private Duration interval;
  private long since;
  private long heard;
  private int asked;

  /**
   * One of a connection, from the moment when an answer is awaited.
   *
   * @param limits says how long nothing may come before the peer is asked, and asked again
   * @param longest how long it may take until the peer is asked again that has acknowledged
   * @param limit how long a peer that was asked may say nothing
   * @param heard how many datagrams have come
   */
  Silence(Limits.Multiplex limits, Duration longest, Duration limit, long now, long heard) {
    this.first = limits.ask();
    this.again = limits.askAgain();
    this.interval = first;
    this.longest = longest;
    this.limit = limit;
    this.since = now;
    this.heard = heard;
  }

  /** The time has come to look. */
  Verdict look(long now, long datagrams) {
    Duration silence = Duration.ofNanos(now - since);
    if (datagrams != heard) {
      boolean lively = asked == 0 || datagrams - heard > ACKNOWLEDGEMENTS;
      interval = lively ? first : shorter(interval.multipliedBy(2), longest);
      boolean told = asked > 1;
      int before = asked;
      heard = datagrams;
      since = now;
      asked = 0;
      return told ? new Verdict.HeardAgain(silence, before, interval) : new Verdict.Wait(interval);
    }
    // By questions, too: time that this program itself stood still says nothing of the peer.
    if (asked > limit.dividedBy(again) && silence.compareTo(limit) >= 0) {
      return new Verdict.GiveUp(silence, asked, Duration.ZERO);
    }
    Duration next = asked == 0 ? interval : again;
    asked++;
    return new Verdict.Ask(silence, shorter(next, longest));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
