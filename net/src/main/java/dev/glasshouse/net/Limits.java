package dev.glasshouse.net;

import java.time.Duration;

/**
 * Every limit of this module.
 *
 * @param resolutionDelay how long an IPv4 answer waits for the IPv6 one: 50 ms, as RFC 8305 section
 *     8 recommends
 * @param attemptDelay how long one attempt has before the next begins beside it: 250 ms, as RFC
 *     8305 section 8 recommends
 * @param connect how long one attempt may take in all: 30 s, since a kernel's own patience (about
 *     two minutes) is longer than a person's
 * @param handshake how long a TLS handshake may take: 15 s, many round trips on the worst of lines
 * @param addresses how many addresses of one name are tried: 16, more than any sane name has
 * @param certificates how many certificates a chain may have: 10; real ones have two to four
 * @param sessions how many TLS sessions are kept to be resumed: 256, some kilobytes each
 * @param held how many messages that come before somebody listens are held: 256, more than one turn
 *     of an event loop can bring
 */
public record Limits(
    Duration resolutionDelay,
    Duration attemptDelay,
    Duration connect,
    Duration handshake,
    int addresses,
    int certificates,
    int sessions,
    int held) {

  /** The limits that hold where nobody says otherwise. */
  public static final Limits DEFAULT =
      new Limits(
          Duration.ofMillis(50),
          Duration.ofMillis(250),
          Duration.ofSeconds(30),
          Duration.ofSeconds(15),
          16,
          10,
          256,
          256);
}
