package dev.glasshouse.http;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Every limit of this module.
 *
 * @param head of start lines and field sections
 * @param content of bodies
 * @param times of waiting
 * @param pool of a client's connections
 * @param multiplex of connections that carry many exchanges at once
 * @param linger of connections that end while something may still come
 * @param pace of content, while one end waits for the other
 */
public record Limits(
    Head head,
    Content content,
    Times times,
    Pool pool,
    Multiplex multiplex,
    Linger linger,
    Pace pace) {

  /**
   * Limits of start lines, field sections, and what else stands around content.
   *
   * @param startLine bytes of a start line: 64 KiB for a client, whose servers put long URLs
   *     nowhere but in fields; 16 KiB for a server (RFC 9112 3 asks for 8,000 at least)
   * @param section bytes of a field section: 256 KiB for a client, as Chromium has it; 64 KiB for a
   *     server
   * @param fields field lines of a section: 500, several times what real sites send
   * @param trailers bytes of a trailer section: 16 KiB
   * @param extensions bytes of all chunk extensions of a message: 16 KiB; nobody uses them, so more
   *     is an attempt to keep us busy
   * @param interim interim responses before the final one: 20
   */
  public record Head(
      int startLine, int section, int fields, int trailers, int extensions, int interim) {}

  /**
   * Limits of content.
   *
   * @param wire bytes of a body as transferred; none by default, since it streams
   * @param decoded bytes of a body after its content codings were undone: 4 GiB, a film's worth
   * @param ratio how many times larger than its coded form a body may become: 500; no text or
   *     program comes near it, and what is made to burst goes past it: gzip reaches 1,032, Brotli
   *     and Zstandard tens of thousands
   * @param ratioFrom decoded bytes from which the ratio counts: 8 MiB; less harms nobody
   * @param codings content codings one over the other: 4
   * @param buffer bytes of a body that wait in memory for whoever reads it before no more are read:
   *     1 MiB for a client, so that it need not be woken for every packet of a long download; 256
   *     KiB for a server, which has many clients
   * @param skipped bytes of a body that are read only to save the connection: 64 KiB; more is
   *     dearer than a new connection
   */
  public record Content(
      OptionalLong wire,
      long decoded,
      int ratio,
      long ratioFrom,
      int codings,
      int buffer,
      int skipped) {}

  /**
   * Limits of waiting.
   *
   * @param slot a client's wait for a place among the connections to an origin: 5 min
   * @param continueWait a client's wait for 100 (Continue) before it sends the body all the same: 1
   *     s
   * @param firstByte a client's wait for the first byte of an answer: 60 s
   * @param head from the first byte of a head to its last: 30 s; slower is an attack
   * @param idle between two pieces of a body, either way: 60 s
   * @param total a whole exchange: 24 h; a large download over a slow line takes hours
   * @param keepAlive a connection that stands unused: 60 s, or less when the peer says so
   */
  public record Times(
      Duration slot,
      Duration continueWait,
      Duration firstByte,
      Duration head,
      Duration idle,
      Duration total,
      Duration keepAlive) {}

  /**
   * Limits of connections.
   *
   * @param perOrigin a client's connections to one origin: 6, as browsers have it
   * @param overtakes how many of higher priority go before one that waits: 24; then it is its turn
   * @param attempts how often a request is sent in all when standing connections turn out dead: 3;
   *     four times that where the server says that it has not begun with it (RFC 9113 8.7)
   * @param exchanges requests on one connection of HTTP/1: 1,000; then a new one is made
   * @param accepted connections that a server holds at once: 4,096
   * @param total a client's connections to all origins together: 256, as Chromium has it; those
   *     that stand unused longest are closed first
   * @param origins of how many origins a client remembers whether they carry many requests on one
   *     connection: 1,000
   */
  public record Pool(
      int perOrigin,
      int overtakes,
      int attempts,
      int exchanges,
      int accepted,
      int total,
      int origins) {}

  /**
   * Limits of HTTP/2 and 3: what one connection may hold, and how much a peer may ask for without
   * doing anything useful (RFC 9113 10.5).
   *
   * @param streams exchanges at once that we let a peer open: 100, the least that RFC 9113 6.5.2
   *     recommends; on a server, a request counts until its handler has returned, whoever ended its
   *     stream
   * @param streamWindow bytes of content that may wait on a stream at first: 256 KiB for a client,
   *     64 KiB for a server, which has many clients
   * @param streamWindowMost to how many bytes a stream's window grows while its reader keeps up: 8
   *     MiB for a client, enough for 1 Gbit/s over 60 ms; 1 MiB for a server
   * @param held bytes of all streams' windows together: 64 MiB for a client, 16 MiB for a server;
   *     windows grow no further beyond it
   * @param window bytes of the connection's own window, which is refilled as bytes come, so that no
   *     stream holds up another: 16 MiB for a client, 1 MiB for a server
   * @param resets requests that a peer may cancel within {@code span} before it is cut off: 200, a
   *     page full of pictures left at once (rapid reset, CVE-2023-44487)
   * @param faults streams that we had to reset within {@code span} because of what the peer did
   *     (MadeYouReset, CVE-2025-8671): 100
   * @param control frames without use for an exchange within {@code span}: empty DATA, SETTINGS,
   *     PING, PRIORITY, WINDOW_UPDATE beyond what content needs, unknown ones: 2,000
   * @param queued answers to control frames that may wait to be sent: 1,000
   * @param continuations small pieces that a field section may be cut into: 16; more is an attack
   *     (CONTINUATION flood, CVE-2024-27316)
   * @param ahead bytes of a message that may wait for the peer's window before whoever sends it has
   *     to wait too: 64 KiB
   * @param span over which floods are counted: 30 s
   * @param ping silence while an answer is due, after which the peer is asked whether it is there:
   *     15 s
   * @param pong wait for the answer to that: 10 s
   * @param drain how long the exchanges under way may take when a connection is closed calmly: 5 s
   * @param ask silence of a QUIC peer, while an answer is due, after which it is asked whether a
   *     NAT between has forgotten the connection: 250 ms, some round trips of most paths
   * @param askAgain until that question is repeated, where it was not even acknowledged: 1 s
   * @param announced frames about alternatives (RFC 7838 4) that are kept for whoever will listen:
   *     8
   * @param pushes pushed responses that are kept for whoever asks: 0, as browsers have it; then the
   *     server is told not to push
   */
  public record Multiplex(
      int streams,
      int streamWindow,
      int streamWindowMost,
      long held,
      int window,
      int resets,
      int faults,
      int control,
      int queued,
      int continuations,
      int ahead,
      Duration span,
      Duration ping,
      Duration pong,
      Duration drain,
      Duration ask,
      Duration askAgain,
      int announced,
      int pushes) {

    /** The same limits with so many pushes. */
    public Multiplex pushing(int most) {
      return with(ping, pong, drain, most);
    }

    /** The same limits with other patience for a silent peer. */
    public Multiplex asking(Duration silence, Duration answer) {
      return with(silence, answer, drain, pushes);
    }

    /** The same limits with another time for what is under way when a connection is closed. */
    public Multiplex draining(Duration patience) {
      return with(ping, pong, patience, pushes);
    }

    private Multiplex with(Duration newPing, Duration newPong, Duration newDrain, int newPushes) {
      return new Multiplex(
          streams,
          streamWindow,
          streamWindowMost,
          held,
          window,
          resets,
          faults,
          control,
          queued,
          continuations,
          ahead,
          span,
          newPing,
          newPong,
          newDrain,
          ask,
          askAgain,
          announced,
          newPushes);
    }
  }

  /**
   * Limits of reading on after the last word, so that no reset takes it back (RFC 9112 9.6), and of
   * waiting for a request that may be on its way before the last word is said.
   *
   * @param time how long: 2 s, several round trips on the worst of lines
   * @param bytes how many bytes: 16 MiB; whoever sends more does not listen
   */
  public record Linger(Duration time, long bytes) {}

  /**
   * The least that content has to move while one end waits for the other: while its reader waits
   * for more, or while it waits for a peer that does not take it. The time that this side's own
   * programs take does not count, nor that of an answer whose server sends what happens as it
   * happens. What came faster is no credit for later; what came too slowly is made good by what
   * comes faster.
   *
   * @param rate bytes a second: 240 for a server, a tenth of the slowest modem that anybody has; 16
   *     for a client, a line of text every few seconds, since the other end may be a program that
   *     works; 0 for no such limit
   * @param patience how far a peer may be behind it: 60 s for a server, as long as {@link
   *     Times#idle}, so that one pause is no fault; 2 min for a client
   */
  public record Pace(int rate, Duration patience) {
    /** As slow as it likes, within the limits of waiting. */
    public static final Pace ANY = new Pace(0, Duration.ZERO);
  }

  private static final Linger LINGER = new Linger(Duration.ofSeconds(2), 16L << 20);
  private static final Times TIMES =
      new Times(
          Duration.ofMinutes(5),
          Duration.ofSeconds(1),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofHours(24),
          Duration.ofSeconds(60));
  private static final Pool POOL = new Pool(6, 24, 3, 1000, 4096, 256, 1000);
  private static final Multiplex MULTIPLEX =
      new Multiplex(
          100,
          256 * 1024,
          8 << 20,
          64L << 20,
          16 << 20,
          200,
          100,
          2000,
          1000,
          16,
          64 * 1024,
          Duration.ofSeconds(30),
          Duration.ofSeconds(15),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          Duration.ofMillis(250),
          Duration.ofSeconds(1),
          8,
          0);
  private static final Multiplex SERVED =
      new Multiplex(
          100,
          64 * 1024,
          1 << 20,
          16L << 20,
          1 << 20,
          200,
          100,
          2000,
          1000,
          16,
          64 * 1024,
          Duration.ofSeconds(30),
          Duration.ofSeconds(15),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          Duration.ofMillis(250),
          Duration.ofSeconds(1),
          8,
          0);

  /** The limits of a client where nobody says otherwise. */
  public static final Limits CLIENT =
      new Limits(
          new Head(64 * 1024, 256 * 1024, 500, 16 * 1024, 16 * 1024, 20),
          content(1 << 20),
          TIMES,
          POOL,
          MULTIPLEX,
          LINGER,
          new Pace(16, Duration.ofMinutes(2)));

  /** The limits of a server where nobody says otherwise. */
  public static final Limits SERVER =
      new Limits(
          new Head(16 * 1024, 64 * 1024, 200, 16 * 1024, 16 * 1024, 20),
          content(256 << 10),
          TIMES,
          POOL,
          SERVED,
          LINGER,
          new Pace(240, Duration.ofSeconds(60)));

  private static Content content(int buffer) {
    return new Content(OptionalLong.empty(), 4L << 30, 500, 8L << 20, 4, buffer, 64 * 1024);
  }

  /** The same limits with another part. */
  public Limits with(Head newHead) {
    return new Limits(newHead, content, times, pool, multiplex, linger, pace);
  }

  /** The same limits with another part. */
  public Limits with(Content newContent) {
    return new Limits(head, newContent, times, pool, multiplex, linger, pace);
  }

  /** The same limits with another part. */
  public Limits with(Times newTimes) {
    return new Limits(head, content, newTimes, pool, multiplex, linger, pace);
  }

  /** The same limits with another part. */
  public Limits with(Pool newPool) {
    return new Limits(head, content, times, newPool, multiplex, linger, pace);
  }

  /** The same limits with another part. */
  public Limits with(Multiplex newMultiplex) {
    return new Limits(head, content, times, pool, newMultiplex, linger, pace);
  }

  /** The same limits with another part. */
  public Limits with(Linger newLinger) {
    return new Limits(head, content, times, pool, multiplex, newLinger, pace);
  }

  /** The same limits with another part. */
  public Limits with(Pace newPace) {
    return new Limits(head, content, times, pool, multiplex, linger, newPace);
  }
}
