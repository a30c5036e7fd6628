package dev.glasshouse.journey.export;

import dev.glasshouse.journey.view.Phase;
import dev.glasshouse.journey.view.Waterfall.Row;
import dev.glasshouse.journey.view.Waterfall.Segment;

/**
 * The timings of a HAR entry, nanoseconds, from the phases of its row. Without {@code ssl}, which
 * is inside {@code connect}, they add up to the row's time: what no phase covers counts as blocked
 * before the request is sent, as waiting before the body comes, and as receiving after that.
 *
 * @param blocked queued, or not accounted for before the request
 * @param dns looking up the name
 * @param connect making the connection, TLS included
 * @param ssl the TLS handshake
 * @param send writing the request
 * @param waiting from the request's end to the response's head
 * @param receive the response's body
 */
record HarTimings(
    long blocked, long dns, long connect, long ssl, long send, long waiting, long receive) {

  static HarTimings of(Row row) {
    long[] nanos = new long[Phase.values().length];
    Phase after = Phase.QUEUED;
    long at = row.span().begin();
    for (Segment segment : row.segments()) {
      nanos[after.ordinal()] += segment.begin() - at;
      nanos[segment.phase().ordinal()] += segment.nanos();
      after = gapAfter(segment.phase());
      at = segment.end();
    }
    nanos[after.ordinal()] += row.span().end() - at;
    long tls = nanos[Phase.TLS.ordinal()];
    return new HarTimings(
        nanos[Phase.QUEUED.ordinal()],
        nanos[Phase.NAME.ordinal()],
        nanos[Phase.DIAL.ordinal()] + tls,
        tls,
        nanos[Phase.SEND.ordinal()],
        nanos[Phase.WAIT.ordinal()] + nanos[Phase.SERVER.ordinal()],
        nanos[Phase.RECEIVE.ordinal()]);
  }

  private static Phase gapAfter(Phase phase) {
    return switch (phase) {
      case QUEUED, NAME, DIAL, TLS -> Phase.QUEUED;
      case SEND -> Phase.WAIT;
      case SERVER -> Phase.WAIT;
      case WAIT, RECEIVE -> Phase.RECEIVE;
    };
  }
}
