package dev.glasshouse.http.h3;

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
  /** How long nothing may come before the peer is asked: some round trips of most paths. */
  static final Duration FIRST = Duration.ofMillis(250);

  /** How long until a question is repeated, where it was not even acknowledged. */
  private static final Duration AGAIN = Duration.ofSeconds(1);

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

  private final Duration longest;
  private final Duration limit;
  private Duration interval = FIRST;
  private long since;
  private long heard;
  private int asked;

  /**
   * One of a connection, from the moment when an answer is awaited.
   *
   * @param longest how long it may take until the peer is asked again that has acknowledged
   * @param limit how long a peer that was asked may say nothing
   * @param heard how many datagrams have come
   */
  Silence(Duration longest, Duration limit, long now, long heard) {
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
      interval = lively ? FIRST : shorter(interval.multipliedBy(2), longest);
      boolean again = asked > 1;
      int before = asked;
      heard = datagrams;
      since = now;
      asked = 0;
      return again ? new Verdict.HeardAgain(silence, before, interval) : new Verdict.Wait(interval);
    }
    // By questions, too: time that this program itself stood still says nothing of the peer.
    if (asked > limit.dividedBy(AGAIN) && silence.compareTo(limit) >= 0) {
      return new Verdict.GiveUp(silence, asked, Duration.ZERO);
    }
    Duration again = asked == 0 ? interval : AGAIN;
    asked++;
    return new Verdict.Ask(silence, shorter(again, longest));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
