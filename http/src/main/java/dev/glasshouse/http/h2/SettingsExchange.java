package dev.glasshouse.http.h2;

import dev.glasshouse.http.Violation;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.StreamStep;
import dev.glasshouse.journey.Trail;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;

/** The settings of both ends, as far as each knows of the other's (RFC 9113 6.5). */
final class SettingsExchange {
  private final Endpoint endpoint;
  private final Side side;
  private PeerSettings peer = PeerSettings.INITIAL;
  private int unacknowledged;

  SettingsExchange(Endpoint endpoint, Side side) {
    this.endpoint = endpoint;
    this.side = side;
  }

  /** Sends ours. */
  void send() {
    endpoint.frames().settings(side.settings());
    unacknowledged++;
  }

  /** The peer's, as far as it has said them. */
  PeerSettings peer() {
    return peer;
  }

  /** The peer's settings have come. */
  void received(Http2Settings said, boolean first) throws Fault {
    int before = peer.window();
    peer = peer.with(said, first);
    try {
      if (said.headerTableSize() != null) {
        endpoint.frames().table(peer.table());
      }
    } catch (Http2Exception e) {
      throw endpoint.faults().meaning(e);
    }
    endpoint.frames().settingsAck();
    endpoint.flushSoon();
    int more = peer.window() - before;
    if (more != 0 && !endpoint.outflow().widen(endpoint.streams().all(), more)) {
      throw Fault.connection(Http2Error.FLOW_CONTROL_ERROR, Violation.WINDOW_OVERFLOW);
    }
    Trail trail = side.trail();
    if (trail.on()) {
      trail.mark(
          new StreamStep.PeerSettings(side.number(), "HTTP/2", PeerSettings.lines(said)),
          Because.HAPPENED);
    }
    side.peerSettings(peer);
  }

  /** Whether the peer has taken note of our settings. */
  boolean isSettled() {
    return unacknowledged <= 0;
  }

  /** Our settings were acknowledged; whether there were any. */
  boolean acknowledged() {
    return unacknowledged-- > 0;
  }
}
