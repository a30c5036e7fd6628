package dev.glasshouse.net.quic;

import dev.glasshouse.journey.QuicStep;
import io.netty.handler.codec.quic.QuicConnectionPathStats;
import io.netty.handler.codec.quic.QuicConnectionStats;
import java.time.Duration;

/**
 * What QUIC knows of a connection and the path that it uses.
 *
 * @param rtt smoothed round-trip time
 * @param congestionWindow bytes that may be on their way at once
 * @param sent packets sent
 * @param received packets received
 * @param lost packets that were given up for lost
 * @param sentBytes bytes sent
 * @param receivedBytes bytes received
 * @param resentBytes bytes of content sent again
 * @param pathMtu the largest packet that the path takes, bytes
 * @param deliveryRate what the path was seen to carry, bytes a second
 * @param paths how many paths the connection knows
 */
public record QuicStats(
    Duration rtt,
    long congestionWindow,
    long sent,
    long received,
    long lost,
    long sentBytes,
    long receivedBytes,
    long resentBytes,
    long pathMtu,
    long deliveryRate,
    long paths) {

  /** Of a connection and its first path. */
  static QuicStats of(QuicConnectionStats all, QuicConnectionPathStats path) {
    return new QuicStats(
        Duration.ofNanos(path.rtt()),
        path.cwnd(),
        all.sent(),
        all.recv(),
        all.lost(),
        all.sentBytes(),
        all.recvBytes(),
        all.streamRetransBytes(),
        path.pmtu(),
        path.deliveryRate(),
        all.pathsCount());
  }

  /** The step that tells of it. */
  QuicStep.PathMeasured step(long connection, String when) {
    return new QuicStep.PathMeasured(
        connection,
        when,
        rtt,
        congestionWindow,
        sent,
        received,
        lost,
        sentBytes,
        receivedBytes,
        resentBytes,
        pathMtu,
        deliveryRate,
        paths);
  }
}
