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
 * @param readBuffer bytes of the largest buffer that is made for one read of a connection: 256 KiB;
 *     smaller ones where less comes
 * @param longBuffers how many larger buffers a network keeps for long downloads: 4, so that one is
 *     filled while the one before is emptied, for two downloads at once
 * @param longBuffer bytes of each of them: 1 MiB, so that a gigabyte comes in a thousand pieces
 * @param readTurn bytes after which a connection that has much to say lets the others of its event
 *     loop have their turn: 512 KiB
 * @param quic of QUIC connections
 */
public record Limits(
    Duration resolutionDelay,
    Duration attemptDelay,
    Duration connect,
    Duration handshake,
    int addresses,
    int certificates,
    int sessions,
    int held,
    int readBuffer,
    int longBuffers,
    int longBuffer,
    int readTurn,
    Quic quic) {

  /**
   * Limits of a QUIC connection, each told to the peer as it begins (RFC 9000 18.2).
   *
   * @param idle how long a connection may stand still: 30 s, as browsers have it; the shorter of
   *     both sides' counts
   * @param window bytes that the peer may send ahead on the connection: 15 MiB, as Chromium has it,
   *     enough for 1 Gbit/s at 120 ms
   * @param streamWindow the same on one stream: 6 MiB, so that one stream that nobody reads leaves
   *     room for others
   * @param streams requests that a client may have open at once with a server of ours: 100, as RFC
   *     9114 6.1 asks for at least
   * @param controlStreams streams that carry no requests: 8; HTTP/3 has three, the rest is for what
   *     is not known yet
   * @param controlWindow bytes ahead on such a stream: 64 KiB
   * @param handshakes handshakes that a server of ours may have under way at once, without asking
   *     clients for a proof of their address: 64; from there on each gets a Retry first
   * @param early how long a connection with early data is remembered: 2 min, since BoringSSL takes
   *     early data whose ticket is up to a minute older or younger than it should be
   * @param earlyKnown how many of those are remembered at once: 16,384, about 2 MB; when there are
   *     more, requests in early data wait for the handshake
   */
  public record Quic(
      Duration idle,
      long window,
      long streamWindow,
      long streams,
      long controlStreams,
      long controlWindow,
      int handshakes,
      Duration early,
      int earlyKnown) {
    /** The limits that hold where nobody says otherwise. */
    public static final Quic DEFAULT =
        new Quic(
            Duration.ofSeconds(30),
            15L << 20,
            6L << 20,
            100,
            8,
            64 << 10,
            64,
            Duration.ofMinutes(2),
            16_384);
  }

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
          256,
          256 << 10,
          4,
          1 << 20,
          512 << 10,
          Quic.DEFAULT);

  /** The same with another patience for TLS handshakes. */
  public Limits with(Duration newHandshake) {
    return new Limits(
        resolutionDelay,
        attemptDelay,
        connect,
        newHandshake,
        addresses,
        certificates,
        sessions,
        held,
        readBuffer,
        longBuffers,
        longBuffer,
        readTurn,
        quic);
  }
}
