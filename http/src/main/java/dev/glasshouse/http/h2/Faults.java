package dev.glasshouse.http.h2;

import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.wire.PeerFault;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.StreamReason;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import java.util.Optional;

/**
 * What is done about what the peer does wrong (RFC 9113 5.4): its stream ends, or the connection,
 * and a journey is told. On the event loop only.
 */
final class Faults {
  private final Endpoint endpoint;
  private final Side side;
  private final Limits limits;

  Faults(Endpoint endpoint, Side side, Limits limits) {
    this.endpoint = endpoint;
    this.side = side;
    this.limits = limits;
  }

  /** Does what a fault of the codec's asks for. */
  void refuse(Http2Exception fault) {
    refuse(meaning(fault));
  }

  /** A field section was larger than the limit; it was read to its end, and left out. */
  void tooLarge(int id) {
    var problem =
        new LimitException(
            HttpReason.LIMIT_SECTION, "head.section", limits.head().section(), "bytes");
    Optional<Http2Stream> at = endpoint.streams().get(id);
    if (endpoint.failed()) {
      return;
    }
    if (at.isEmpty() && !side.isClient() && (id & 1) == 1 && id > endpoint.streams().lastTheirs()) {
      endpoint.streams().lastTheirs(id);
      tell(problem);
      side.tooLarge(id);
    } else {
      refuse(Fault.stream(id, Http2Error.ENHANCE_YOUR_CALM, problem));
    }
  }

  /** What a fault of the codec's means. */
  Fault meaning(Http2Exception e) {
    String text = Texts.shown(Texts.of(e));
    return switch (e.error()) {
      case COMPRESSION_ERROR ->
          Fault.connection(Http2Error.COMPRESSION_ERROR, Violation.BAD_COMPRESSION, text);
      case ENHANCE_YOUR_CALM ->
          Fault.connection(
              Http2Error.ENHANCE_YOUR_CALM,
              new LimitException(
                  StreamReason.LIMIT_CONTINUATIONS,
                  "multiplex.continuations",
                  limits.multiplex().continuations(),
                  "frames"));
      default -> Fault.connection(e.error(), Violation.BAD_FRAME, text);
    };
  }

  /** Does what a fault asks for (RFC 9113 5.4). */
  void refuse(Fault fault) {
    tell(fault.problem());
    if (fault.stream() == 0) {
      endpoint.fail(fault.code(), fault.problem());
      return;
    }
    Optional<LimitException> flooded = endpoint.calm().fault();
    if (flooded.isPresent()) {
      refuse(Fault.connection(Http2Error.ENHANCE_YOUR_CALM, flooded.get()));
      return;
    }
    Optional<Http2Stream> at = endpoint.streams().get(fault.stream());
    if (at.isPresent()) {
      at.get().fail(fault.problem());
      endpoint.reset(at.get(), fault.code(), fault.problem().because());
    } else {
      resetUnknown(fault.stream(), fault.code());
    }
  }

  /** Tells a journey what the peer did wrong, where the problem is that. */
  void tell(HttpException problem) {
    PeerFault.tell(side.trail(), side.number(), side.client(), problem);
  }

  /** Ends a stream that is not known here, or not yet. */
  void resetUnknown(int stream, Http2Error code) {
    endpoint.frames().reset(stream, code);
    endpoint.streams().closed().remember(stream, ClosedStreams.End.RESET_BY_US);
    endpoint.flushSoon();
  }
}
