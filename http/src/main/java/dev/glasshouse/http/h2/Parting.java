package dev.glasshouse.http.h2;

import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.StreamReason;
import dev.glasshouse.journey.StreamStep;
import dev.glasshouse.journey.Trail;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http2.Http2Error;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** How a connection comes to its end: GOAWAY, from either side (RFC 9113 6.8). */
final class Parting {
  /** What is in the PING behind our first GOAWAY. */
  private static final long LEAVING = 0x676c6173736f7574L;

  private final Endpoint endpoint;
  private final Side side;
  private OptionalLong leftAt = OptionalLong.empty();
  private int lastServed = Integer.MAX_VALUE;
  private boolean leaving;

  Parting(Endpoint endpoint, Side side) {
    this.endpoint = endpoint;
    this.side = side;
  }

  /** Whether one of the sides has said that there are no new streams. */
  boolean isLeaving() {
    return leaving;
  }

  /** When we said that we go away ({@link System#nanoTime}). */
  OptionalLong since() {
    return leftAt;
  }

  /** The peer has answered a PING: perhaps the one behind our first GOAWAY. */
  void answered(long data) {
    if (data == LEAVING && leftAt.isPresent()) {
      goAway(Http2Error.NO_ERROR, "", Because.of(StreamReason.CLOSED_CALMLY));
      closeWhenDone();
    }
  }

  /**
   * Leaves so that no request is lost: first says that it will, and takes what is under way; after
   * one round trip names the last stream that it took (RFC 9113 6.8).
   */
  void leave(Because because) {
    if (endpoint.isOver() || leftAt.isPresent()) {
      return;
    }
    leftAt = OptionalLong.of(System.nanoTime());
    endpoint.frames().goAway(Integer.MAX_VALUE, Http2Error.NO_ERROR, "");
    endpoint.frames().ping(false, LEAVING);
    endpoint.flushSoon();
    Trail trail = side.trail();
    if (trail.on()) {
      trail.mark(
          new StreamStep.GoingAway(
              side.number(), "us", Integer.MAX_VALUE, Http2Error.NO_ERROR.name(), ""),
          because);
    }
  }

  /** Says that no new streams are taken; those that stand go on. */
  void goAway(Http2Error code, String text, Because because) {
    leaving = true;
    leftAt = OptionalLong.of(leftAt.orElse(System.nanoTime()));
    String shown = text.length() > 200 ? text.substring(0, 200) : text;
    lastServed = Math.min(lastServed, endpoint.streams().lastTheirs());
    endpoint.frames().goAway(lastServed, code, shown);
    endpoint.flushSoon();
    Trail trail = side.trail();
    if (trail.on()) {
      trail.mark(
          new StreamStep.GoingAway(side.number(), "us", lastServed, code.name(), shown), because);
    }
  }

  /** Closes it when nothing is open any more. */
  void closeWhenDone() {
    leaving = true;
    if (endpoint.streams().open() == 0 && !endpoint.isOver()) {
      endpoint.end();
    }
  }

  /** The peer goes away: what it will not look at is lost, and may be sent elsewhere. */
  void peerGoesAway(int last, long code, ByteBuf debug) {
    leaving = true;
    Http2Error error = ErrorCodes.of(code);
    Trail trail = side.trail();
    if (trail.on()) {
      String text = Texts.shown(new String(ByteBufUtil.getBytes(debug), StandardCharsets.UTF_8));
      trail.mark(
          new StreamStep.GoingAway(side.number(), "peer", last, ErrorCodes.name(code), text),
          Because.of(StreamReason.TOLD_IN_FRAME));
    }
    side.peerGoesAway(last, error);
    for (Http2Stream stream : endpoint.streams().all()) {
      boolean ours = (stream.id() & 1) == (side.isClient() ? 1 : 0);
      if (ours && stream.id() > last) {
        stream.fail(new LostException(Because.of(StreamReason.AFTER_LAST, last, stream.id())));
        endpoint.close(stream, ClosedStreams.End.RESET_BY_PEER);
      }
    }
    closeWhenDone();
  }
}
