package dev.glasshouse.http.websocket;

import java.time.Duration;

/**
 * Limits of conversations.
 *
 * @param message bytes of a message, decompressed: 16 MiB; a larger one is refused with 1009
 * @param fragments fragments of a message that may be of any size: 1,000; of a message of more, the
 *     fragments have to hold {@code fragmentAverage} bytes on the average
 * @param fragmentAverage bytes that many fragments have to hold: 16; less is an attack
 * @param controls pings and pongs within {@code span} without a message between them: 500
 * @param span over which control frames are counted: 10 s
 * @param ping silence after which the peer is asked whether it is there: 30 s; shorter than what
 *     proxies in between have patience for
 * @param pong wait for its answer: 20 s
 * @param closing wait for the peer's close after ours: 5 s
 * @param compressFrom bytes of a message from which on compressing pays: 64
 */
public record WebSocketLimits(
    long message,
    int fragments,
    int fragmentAverage,
    int controls,
    Duration span,
    Duration ping,
    Duration pong,
    Duration closing,
    int compressFrom) {
  /** What holds where nobody says otherwise. */
  public static final WebSocketLimits USUAL =
      new WebSocketLimits(
          16 << 20,
          1000,
          16,
          500,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(20),
          Duration.ofSeconds(5),
          64);

  /** The same with another limit of messages. */
  public WebSocketLimits withMessage(long bytes) {
    return new WebSocketLimits(
        bytes, fragments, fragmentAverage, controls, span, ping, pong, closing, compressFrom);
  }

  /** The same with other patience for a silent peer. */
  public WebSocketLimits asking(Duration silence, Duration answer) {
    return new WebSocketLimits(
        message,
        fragments,
        fragmentAverage,
        controls,
        span,
        silence,
        answer,
        closing,
        compressFrom);
  }
}
