package dev.glasshouse.http.h2;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.ResetException;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.http.wire.Inbound;
import dev.glasshouse.http.wire.PseudoFields;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.StreamReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The frames of the peer, one after the other: whether each may come now, on its stream (RFC 9113
 * 5.1 and 6), and what it means. On the event loop only.
 */
final class Incoming implements Http2FrameListener {
  private static final int PRIORITY_UPDATE = 0x10;
  private static final int ALTSVC = 0xa;

  /** Pieces up to this size are copied, so that they do not keep a whole read's buffer. */
  private static final int SMALL = 1024;

  /** What is done with a frame. */
  private interface Taking {
    void take() throws Fault;
  }

  private final Endpoint endpoint;
  private boolean settled;

  Incoming(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  private void take(Taking taking) {
    if (endpoint.failed()) {
      return;
    }
    try {
      if (!settled) {
        throw Fault.connection(Http2Error.PROTOCOL_ERROR, Violation.SETTINGS_MISSING);
      }
      taking.take();
    } catch (Fault fault) {
      endpoint.faults().refuse(fault);
    }
  }

  // ---- DATA ----

  @Override
  public int onDataRead(ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean end) {
    take(() -> data(id, data, padding, end));
    return 0;
  }

  private void data(int id, ByteBuf data, int padding, boolean end) throws Fault {
    int length = data.readableBytes();
    int counted = length + padding;
    if (length == 0 && !end) {
      endpoint.calm().control("DATA");
    } else {
      endpoint.calm().useful();
    }
    if (!endpoint.window().received(counted)) {
      throw Fault.connection(
          Http2Error.FLOW_CONTROL_ERROR, Violation.WINDOW_EXCEEDED, endpoint.window().size());
    }
    // The connection's window is given back at once: only a stream's own reader holds it up.
    int more = endpoint.window().taken(counted, 0);
    if (more > 0) {
      endpoint.frames().windowUpdate(0, more);
      endpoint.flushSoon();
    }
    Optional<Http2Stream> at = endpoint.streams().get(id);
    if (at.isEmpty()) {
      onClosed("DATA", id);
      return;
    }
    Http2Stream stream = at.get();
    mayReceive("DATA", stream);
    if (!stream.headSeen()) {
      throw Fault.stream(id, Http2Error.PROTOCOL_ERROR, Violation.DATA_BEFORE_HEAD);
    }
    if (!stream.window().received(counted)) {
      throw Fault.stream(
          id, Http2Error.FLOW_CONTROL_ERROR, Violation.WINDOW_EXCEEDED, stream.window().size());
    }
    if (!stream.received(length)) {
      throw different(stream);
    }
    if (padding > 0) {
      endpoint.credit(stream, padding);
    }
    boolean last = end && stream.isWhole();
    if (last) {
      // First its place is free, then whoever reads is told: he may ask for a place at once.
      endpoint.theirEnd(stream);
    }
    if (length > 0 || last) {
      // At once, where it is both: who reads is woken once.
      stream.inbox().put(events(data, last));
    }
    if (end && !last) {
      throw different(stream);
    }
    if (!end) {
      endpoint.leftOver(stream);
    }
  }

  /** Some content, and the end after it where it is the last. */
  private static Inbound[] events(ByteBuf data, boolean last) {
    if (!last) {
      return new Inbound[] {new Inbound.Data(kept(data))};
    }
    var end = new Inbound.End(Fields.EMPTY);
    return data.isReadable()
        ? new Inbound[] {new Inbound.Data(kept(data)), end}
        : new Inbound[] {end};
  }

  private static ByteBuf kept(ByteBuf data) {
    int length = data.readableBytes();
    if (length > SMALL) {
      return data.retain();
    }
    return Unpooled.buffer(length, SMALL).writeBytes(data);
  }

  private void end(Http2Stream stream, Fields trailers) throws Fault {
    if (!stream.isWhole()) {
      throw different(stream);
    }
    // First its place is free, then whoever reads is told: he may ask for a place at once.
    endpoint.theirEnd(stream);
    stream.inbox().put(new Inbound.End(trailers));
  }

  private static Fault different(Http2Stream stream) {
    return Fault.stream(
        stream.id(),
        Http2Error.PROTOCOL_ERROR,
        Violation.LENGTH_DIFFERS,
        stream.promised().orElse(0),
        stream.receivedBytes());
  }

  // ---- HEADERS ----

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx, int id, Http2Headers headers, int padding, boolean end) {
    take(() -> headers(id, (FieldSection) headers, end));
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx,
      int id,
      Http2Headers headers,
      int dependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean end) {
    take(() -> {
      if (dependency == id) {
        throw Fault.stream(id, Http2Error.PROTOCOL_ERROR, Violation.SELF_DEPENDENCY, id);
      }
      headers(id, (FieldSection) headers, end);
    });
  }

  private void headers(int id, FieldSection section, boolean end) throws Fault {
    Optional<Http2Stream> at = endpoint.streams().get(id);
    if (at.isPresent()) {
      headers(at.get(), section, end);
      return;
    }
    boolean theirs = isTheirs(id);
    if (!theirs || id <= endpoint.streams().lastTheirs()) {
      if (theirs && endpoint.streams().closed().end(id).isEmpty()) {
        throw Fault.connection(Http2Error.PROTOCOL_ERROR, Violation.STREAM_BACKWARDS, id);
      }
      onClosed("HEADERS", id);
      return;
    }
    if (endpoint.side().isClient()) {
      // A server's stream begins with a promise.
      throw Fault.connection(Http2Error.PROTOCOL_ERROR, Violation.STREAM_PARITY, id);
    }
    endpoint.streams().lastTheirs(id);
    endpoint.side().opens(id, section, end);
  }

  private void headers(Http2Stream stream, FieldSection section, boolean end) throws Fault {
    if (stream.state() == StreamState.RESERVED_REMOTE) {
      stream.state(StreamState.HALF_CLOSED_LOCAL);
    }
    mayReceive("HEADERS", stream);
    if (!stream.headSeen()) {
      endpoint.side().head(stream, section, end);
      return;
    }
    if (!end) {
      throw Fault.stream(stream.id(), Http2Error.PROTOCOL_ERROR, Violation.TRAILERS_NOT_LAST);
    }
    try {
      end(stream, PseudoFields.trailers(HttpVersion.HTTP_2, section.fields()));
    } catch (ViolationException e) {
      throw Fault.stream(stream.id(), Http2Error.PROTOCOL_ERROR, e);
    }
  }

  private boolean isTheirs(int id) {
    return (id & 1) == (endpoint.side().isClient() ? 0 : 1);
  }

  private static void mayReceive(String frame, Http2Stream stream) throws Fault {
    if (stream.state().mayReceive()) {
      return;
    }
    throw switch (stream.state()) {
      case RESERVED_LOCAL, RESERVED_REMOTE, IDLE ->
          Fault.connection(
              Http2Error.PROTOCOL_ERROR, Violation.FRAME_ON_RESERVED, frame, stream.id());
      case OPEN, HALF_CLOSED_LOCAL, HALF_CLOSED_REMOTE, CLOSED ->
          Fault.stream(
              stream.id(), Http2Error.STREAM_CLOSED, Violation.FRAME_AFTER_END, frame, stream.id());
    };
  }

  /** A frame on a stream that is not open: an error, or left over from before we reset it. */
  private void onClosed(String frame, int id) throws Fault {
    idle(frame, id);
    Optional<ClosedStreams.End> how = endpoint.streams().closed().end(id);
    if (how.isPresent() && how.get() == ClosedStreams.End.RESET_BY_US) {
      return;
    }
    if (how.isPresent() && how.get() == ClosedStreams.End.RESET_BY_PEER) {
      throw Fault.stream(id, Http2Error.STREAM_CLOSED, Violation.FRAME_ON_CLOSED, frame, id);
    }
    throw Fault.connection(Http2Error.STREAM_CLOSED, Violation.FRAME_ON_CLOSED, frame, id);
  }

  /** RFC 9113 5.1: on an idle stream nothing may come but HEADERS and PRIORITY. */
  private void idle(String frame, int id) throws Fault {
    boolean never =
        isTheirs(id) ? id > endpoint.streams().lastTheirs() : id >= endpoint.streams().nextOurs();
    if (never) {
      throw Fault.connection(Http2Error.PROTOCOL_ERROR, Violation.FRAME_ON_IDLE, frame, id);
    }
  }

  // ---- what ends, opens, and ranks streams ----

  @Override
  public void onRstStreamRead(ChannelHandlerContext ctx, int id, long code) {
    take(() -> {
      Optional<Http2Stream> at = endpoint.streams().get(id);
      if (at.isEmpty()) {
        idle("RST_STREAM", id);
        return;
      }
      endpoint.calm().reset();
      Http2Stream stream = at.get();
      boolean refused = code == Http2Error.REFUSED_STREAM.code();
      // The end of an answer whose request the server does not need whole (RFC 9113 8.1).
      boolean after = stream.state() == StreamState.HALF_CLOSED_REMOTE;
      Because why =
          refused
              ? Because.of(StreamReason.REFUSED_STREAM, Clause.rfc(9113, "8.7"))
              : Because.of(StreamReason.RESET_BY_PEER, ErrorCodes.name(code));
      endpoint.side().tellReset(stream, false, ErrorCodes.name(code), why);
      var problem =
          refused ? new LostException(why) : new ResetException(ErrorCodes.name(code), why);
      if (after) {
        stream.stopSending(problem);
      } else {
        stream.fail(problem);
      }
      endpoint.close(stream, ClosedStreams.End.RESET_BY_PEER);
    });
  }

  @Override
  public void onPushPromiseRead(
      ChannelHandlerContext ctx, int id, int promised, Http2Headers headers, int padding) {
    take(() -> {
      if (!endpoint.side().isClient()) {
        throw Fault.connection(Http2Error.PROTOCOL_ERROR, Violation.UNASKED_PUSH);
      }
      if (!isTheirs(promised)) {
        throw Fault.connection(Http2Error.PROTOCOL_ERROR, Violation.STREAM_PARITY, promised);
      }
      if (promised <= endpoint.streams().lastTheirs()) {
        throw Fault.connection(Http2Error.PROTOCOL_ERROR, Violation.STREAM_BACKWARDS, promised);
      }
      endpoint.streams().lastTheirs(promised);
      Optional<Http2Stream> on = endpoint.streams().get(id);
      if (on.isEmpty()) {
        onClosed("PUSH_PROMISE", id);
        endpoint.faults().resetUnknown(promised, Http2Error.CANCEL);
        return;
      }
      mayReceive("PUSH_PROMISE", on.get());
      endpoint.side().promised(on.get(), promised, (FieldSection) headers);
    });
  }

  @Override
  public void onPriorityRead(
      ChannelHandlerContext ctx, int id, int dependency, short weight, boolean exclusive) {
    take(() -> {
      endpoint.calm().control("PRIORITY");
      if (dependency == id) {
        throw Fault.stream(id, Http2Error.PROTOCOL_ERROR, Violation.SELF_DEPENDENCY, id);
      }
    });
  }

  @Override
  public void onUnknownFrame(
      ChannelHandlerContext ctx, byte type, int id, Http2Flags flags, ByteBuf payload) {
    take(() -> {
      endpoint
          .calm()
          .control(
              type == PRIORITY_UPDATE
                  ? "PRIORITY_UPDATE"
                  : "0x" + Integer.toHexString(type & 0xff));
      if (type == PRIORITY_UPDATE) {
        priorityUpdate(id, payload);
      }
      if (type == ALTSVC && endpoint.side().isClient()) {
        altSvc(id, payload);
      }
    });
  }

  /**
   * RFC 7838 section 4: on stream 0 with an origin, elsewhere without; anything else is ignored.
   */
  private void altSvc(int id, ByteBuf payload) {
    if (payload.readableBytes() < 2) {
      return;
    }
    int length = payload.readUnsignedShort();
    if (length > payload.readableBytes() || (id == 0) == (length == 0)) {
      return;
    }
    String origin = payload.readCharSequence(length, StandardCharsets.US_ASCII).toString();
    String value =
        payload.readCharSequence(payload.readableBytes(), StandardCharsets.ISO_8859_1).toString();
    endpoint.side().altSvc(origin, value);
  }

  /** RFC 9218 7.1. */
  private void priorityUpdate(int id, ByteBuf payload) throws Fault {
    if (id != 0 || endpoint.side().isClient() || payload.readableBytes() < 4) {
      throw Fault.connection(
          payload.readableBytes() < 4 ? Http2Error.FRAME_SIZE_ERROR : Http2Error.PROTOCOL_ERROR,
          Violation.BAD_PRIORITY_UPDATE,
          id != 0 ? "stream " + id : endpoint.side().isClient() ? "from a server" : "too short");
    }
    int about = payload.readInt() & 0x7fffffff;
    if (about == 0) {
      throw Fault.connection(Http2Error.PROTOCOL_ERROR, Violation.BAD_PRIORITY_UPDATE, "stream 0");
    }
    String value = payload.toString(StandardCharsets.US_ASCII);
    endpoint.side().reprioritized(about, value);
  }

  // ---- the connection ----

  @Override
  public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
    boolean first = !settled;
    settled = true;
    take(() -> {
      if (endpoint.side().isClient() && Boolean.TRUE.equals(settings.pushEnabled())) {
        throw Fault.connection(Http2Error.PROTOCOL_ERROR, Violation.BAD_SETTING, "ENABLE_PUSH", 1);
      }
      endpoint.calm().control("SETTINGS");
      endpoint.calm().answered();
      endpoint.settings().received(settings, first);
    });
  }

  @Override
  public void onSettingsAckRead(ChannelHandlerContext ctx) {
    take(() -> {
      if (!endpoint.settings().acknowledged()) {
        throw Fault.connection(Http2Error.PROTOCOL_ERROR, Violation.UNASKED_ACK);
      }
    });
  }

  @Override
  public void onPingRead(ChannelHandlerContext ctx, long data) {
    take(() -> {
      endpoint.calm().control("PING");
      endpoint.calm().answered();
      endpoint.frames().ping(true, data);
      endpoint.flushSoon();
    });
  }

  @Override
  public void onPingAckRead(ChannelHandlerContext ctx, long data) {
    take(() -> {
      endpoint.calm().control("PING");
      endpoint.pulse().answered(data);
      endpoint.parting().answered(data);
    });
  }

  @Override
  public void onGoAwayRead(ChannelHandlerContext ctx, int last, long code, ByteBuf debug) {
    take(() -> endpoint.parting().peerGoesAway(last, code, debug));
  }

  @Override
  public void onWindowUpdateRead(ChannelHandlerContext ctx, int id, int more) {
    take(() -> {
      endpoint.calm().control("WINDOW_UPDATE");
      if (id == 0) {
        if (!endpoint.outflow().widen(more)) {
          throw Fault.connection(Http2Error.FLOW_CONTROL_ERROR, Violation.WINDOW_OVERFLOW);
        }
        return;
      }
      Optional<Http2Stream> at = endpoint.streams().get(id);
      if (at.isEmpty()) {
        idle("WINDOW_UPDATE", id);
      } else if (more == 0) {
        throw Fault.stream(id, Http2Error.PROTOCOL_ERROR, Violation.ZERO_INCREMENT);
      } else if (!endpoint.outflow().widen(List.of(at.get()), more)) {
        throw Fault.stream(id, Http2Error.FLOW_CONTROL_ERROR, Violation.WINDOW_OVERFLOW);
      }
    });
  }
}
