package dev.glasshouse.http.client;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * Decides when QUIC and when TCP is dialed, and which of them wins: QUIC begins, TCP follows after
 * a head start, if QUIC has one, or as soon as QUIC has failed; the first that stands wins.
 *
 * <p>It holds no clock, socket or thread: it is told what happened and when, and answers with what
 * to do. Times are nanoseconds on any monotonic clock. QUIC that is still on its way when TCP wins
 * goes on: what comes of it is for later requests, and tells whether it works at all.
 */
final class QuicRace {
  /** How long QUIC has before TCP begins: 300 ms, as Chromium has it for a line not known yet. */
  static final Duration HEAD_START = Duration.ofMillis(300);

  /** What to do next. */
  enum Action {
    /** Dial over QUIC. */
    BEGIN_QUIC,
    /** Dial over TCP. */
    BEGIN_TCP,
    /** It is over: QUIC has won. */
    QUIC_WON,
    /** It is over: TCP has won. */
    TCP_WON,
    /** Give TCP up. */
    CANCEL_TCP,
    /** It is over: both have failed. */
    LOST
  }

  /** How one of the two stands. */
  private enum Runner {
    WAITING,
    RUNNING,
    FAILED,
    DONE
  }

  private final Duration ahead;
  private Runner quic = Runner.WAITING;
  private Runner tcp = Runner.WAITING;
  private long began;
  private long tcpBegan;
  private boolean over;

  /**
   * One with this head start.
   *
   * @param ahead {@link #HEAD_START}, or nothing where QUIC was not there in time lately
   */
  QuicRace(Duration ahead) {
    this.ahead = ahead;
  }

  /** Begins. */
  List<Action> begin(long now) {
    quic = Runner.RUNNING;
    began = now;
    if (ahead.isZero()) {
      beginTcp(now);
      return List.of(Action.BEGIN_QUIC, Action.BEGIN_TCP);
    }
    return List.of(Action.BEGIN_QUIC);
  }

  /** When {@link #tick} is to be called next. */
  OptionalLong wakeAt() {
    return !over && tcp == Runner.WAITING
        ? OptionalLong.of(began + ahead.toNanos())
        : OptionalLong.empty();
  }

  /** Time has passed. */
  List<Action> tick(long now) {
    return !over && tcp == Runner.WAITING && now - began >= ahead.toNanos()
        ? beginTcp(now)
        : List.of();
  }

  private List<Action> beginTcp(long now) {
    tcp = Runner.RUNNING;
    tcpBegan = now;
    return List.of(Action.BEGIN_TCP);
  }

  /** QUIC stands. */
  List<Action> quicConnected() {
    quic = Runner.DONE;
    if (over) {
      return List.of();
    }
    over = true;
    return tcp == Runner.RUNNING
        ? List.of(Action.CANCEL_TCP, Action.QUIC_WON)
        : List.of(Action.QUIC_WON);
  }

  /** QUIC has failed. */
  List<Action> quicFailed(long now) {
    quic = Runner.FAILED;
    if (over) {
      return List.of();
    }
    return switch (tcp) {
      case WAITING -> beginTcp(now);
      case FAILED -> lost();
      case RUNNING, DONE -> List.of();
    };
  }

  /** TCP stands, its TLS handshake done. */
  List<Action> tcpConnected() {
    tcp = Runner.DONE;
    if (over) {
      return List.of();
    }
    over = true;
    return List.of(Action.TCP_WON);
  }

  /** TCP has failed. */
  List<Action> tcpFailed() {
    tcp = Runner.FAILED;
    return !over && quic == Runner.FAILED ? lost() : List.of();
  }

  private List<Action> lost() {
    over = true;
    return List.of(Action.LOST);
  }

  /** Whether QUIC was dialed before TCP. */
  boolean quicHasHeadStart() {
    return !ahead.isZero();
  }

  /** Whether TCP was dialed. */
  boolean tcpBegun() {
    return tcp != Runner.WAITING;
  }

  /** Whether QUIC has failed. */
  boolean quicHasFailed() {
    return quic == Runner.FAILED;
  }

  /** How long QUIC had before TCP began, or has had so far. */
  Duration headStart(long now) {
    return Duration.ofNanos((tcpBegun() ? tcpBegan : now) - began);
  }
}
