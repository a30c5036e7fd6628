package dev.glasshouse.http.h2;

import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.http.wire.Alarm;
import dev.glasshouse.http.wire.Lingering;
import dev.glasshouse.http.wire.OwnFault;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.StreamReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/**
 * One end of an HTTP/2 connection: its streams, its settings, its beginning and its end (RFC 9113 3
 * to 6). What comes in goes through {@link Incoming}, content that goes out through {@link
 * Outflow}, and what clients and servers do differently is their {@link Side}.
 */
final class Endpoint extends ByteToMessageDecoder {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final int SMALLEST_WINDOW = 65_535;

  private final Side side;
  private final Limits limits;
  private final Channel channel;
  private final Alarm alarm;
  private final DefaultHttp2FrameReader reader;
  private final Incoming incoming = new Incoming(this);
  private final Streams streams;
  private final Calm calm;
  private final Pulse pulse;
  private final Parting parting;
  private final SettingsExchange settings;
  private final Faults faults;
  private final ReceiveWindow window;
  private Optional<ChannelHandlerContext> context = Optional.empty();
  private Optional<FrameWriter> frames = Optional.empty();
  private Optional<Outflow> outflow = Optional.empty();
  private int prefaceSeen;
  private boolean sniffed;
  private boolean begun;
  private boolean flushing;
  private volatile boolean failed;
  private boolean ended;
  private Optional<HttpException> end = Optional.empty();

  Endpoint(Side side, Limits limits, Channel channel) {
    this.side = side;
    this.limits = limits;
    this.channel = channel;
    this.alarm = new Alarm(channel.eventLoop());
    this.streams = new Streams(limits.multiplex(), side.isClient());
    this.calm = new Calm(limits.multiplex(), channel);
    this.pulse = new Pulse(this, side, limits, channel);
    this.parting = new Parting(this, side);
    this.settings = new SettingsExchange(this, side);
    this.faults = new Faults(this, side, limits);
    this.prefaceSeen = side.isClient() ? PREFACE.length : 0;
    int most = Math.max(SMALLEST_WINDOW, limits.multiplex().window());
    this.window = new ReceiveWindow(most, most);
    this.reader =
        new DefaultHttp2FrameReader(decoder(limits.head()), limits.multiplex().continuations());
  }

  private static DefaultHttp2HeadersDecoder decoder(Limits.Head head) {
    return new DefaultHttp2HeadersDecoder(false, head.section()) {
      @Override
      protected Http2Headers newHeaders() {
        return FieldSection.limitedTo(head.fields());
      }
    };
  }

  // ---- for any thread ----

  Limits limits() {
    return limits;
  }

  ByteBufAllocator alloc() {
    return channel.alloc();
  }

  /** From how many bytes on it is worth to tell the event loop that content was taken. */
  int reportFrom() {
    return streamWindow() / 4;
  }

  /** Does something on the event loop; not at all once that is shut down. */
  void execute(Runnable what) {
    execute(what, () -> {});
  }

  /**
   * Does something on the event loop.
   *
   * @param instead done on this thread where that is shut down
   */
  void execute(Runnable what, Runnable instead) {
    if (channel.eventLoop().inEventLoop()) {
      what.run();
      return;
    }
    try {
      channel.eventLoop().execute(OwnFault.told(what, channel.pipeline()::fireExceptionCaught));
    } catch (RejectedExecutionException _) {
      // The network is closed, and with it the channel.
      instead.run();
    }
  }

  /** Does something on the event loop; on this thread once that is shut down. */
  void executeAnyway(Runnable what) {
    try {
      channel.eventLoop().execute(what);
    } catch (RejectedExecutionException _) {
      what.run();
    }
  }

  private int streamWindow() {
    return Math.max(SMALLEST_WINDOW, limits.multiplex().streamWindow());
  }

  ReceiveWindow newWindow() {
    int first = streamWindow();
    return new ReceiveWindow(first, Math.max(first, limits.multiplex().streamWindowMost()));
  }

  // ---- on the event loop ----

  Side side() {
    return side;
  }

  FrameWriter frames() {
    return frames.orElseThrow();
  }

  Outflow outflow() {
    return outflow.orElseThrow();
  }

  SettingsExchange settings() {
    return settings;
  }

  /** The peer's settings, as far as it has said them. */
  PeerSettings peer() {
    return settings.peer();
  }

  Faults faults() {
    return faults;
  }

  ReceiveWindow window() {
    return window;
  }

  Streams streams() {
    return streams;
  }

  Calm calm() {
    return calm;
  }

  Pulse pulse() {
    return pulse;
  }

  Parting parting() {
    return parting;
  }

  boolean failed() {
    return failed;
  }

  /** Whether nothing can be written on it any more. */
  boolean isOver() {
    return failed || ended;
  }

  /** What wakes those who wait on its streams. */
  Alarm alarm() {
    return alarm;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = Optional.of(ctx);
    FrameWriter writer = new FrameWriter(ctx);
    frames = Optional.of(writer);
    outflow = Optional.of(new Outflow(this, channel, writer));
    if (channel.isActive()) {
      begin();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    begin();
    ctx.fireChannelActive();
  }

  /** RFC 9113 3.4. */
  private void begin() {
    if (begun) {
      return;
    }
    begun = true;
    if (side.isClient()) {
      frames().preface();
    }
    settings.send();
    if (window.size() > SMALLEST_WINDOW) {
      frames().windowUpdate(0, window.size() - SMALLEST_WINDOW);
    }
    flushSoon();
    pulse.begin();
    Optional<String> forbidden = side.forbiddenCipher();
    if (forbidden.isPresent()) {
      faults.refuse(
          Fault.connection(
              Http2Error.INADEQUATE_SECURITY, Violation.INADEQUATE_SECURITY, forbidden.get()));
    }
  }

  /** The answer is out: what is still to come of the request is not needed (RFC 9113 8.1). */
  void noNeedOfRest(Http2Stream stream) {
    reset(stream, Http2Error.NO_ERROR, Because.of(StreamReason.NO_NEED_OF_REST));
  }

  /** Content has come for a stream whose answer is out: a little is let run out. */
  void leftOver(Http2Stream stream) {
    if (!side.isClient()
        && stream.state() == StreamState.HALF_CLOSED_LOCAL
        && stream.window().credit() < stream.window().size() / 2) {
      noNeedOfRest(stream);
    }
  }

  /** Sends what was written, once everything that is at hand has been looked at. */
  void flushSoon() {
    if (!flushing) {
      flushing = true;
      channel.eventLoop().execute(this::flush);
    }
  }

  private void flush() {
    flushing = false;
    if (!ended) {
      frames().flush();
    }
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (failed) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (prefaceSeen < PREFACE.length && !preface(in)) {
      return;
    }
    if (!in.isReadable()) {
      return;
    }
    pulse.heard();
    if (!sniffed && otherProtocol(in)) {
      return;
    }
    try {
      reader.readFrame(ctx, in, incoming);
    } catch (Http2Exception.HeaderListSizeException e) {
      // The section was read to its end, and left out: the rest of the connection is well.
      faults.tooLarge(e.streamId());
    } catch (Http2Exception e) {
      in.skipBytes(in.readableBytes());
      faults.refuse(e);
    }
  }

  /** Whether a server's first bytes are of another protocol, which is told as what it is. */
  private boolean otherProtocol(ByteBuf in) {
    sniffed = !side.isClient() || in.readableBytes() >= OtherProtocol.ENOUGH;
    Optional<Fault> fault = side.isClient() ? OtherProtocol.of(in) : Optional.empty();
    fault.ifPresent(its -> {
      in.skipBytes(in.readableBytes());
      faults.refuse(its);
    });
    return fault.isPresent();
  }

  private boolean preface(ByteBuf in) {
    while (in.isReadable() && prefaceSeen < PREFACE.length) {
      if (in.readByte() != PREFACE[prefaceSeen++]) {
        in.skipBytes(in.readableBytes());
        faults.refuse(Fault.connection(Http2Error.PROTOCOL_ERROR, Violation.PREFACE_MISSING));
        return false;
      }
    }
    return prefaceSeen == PREFACE.length;
  }

  /** Ends a stream from this side, if it is not over yet. */
  void reset(Http2Stream stream, Http2Error code, Because because) {
    if (stream.state() == StreamState.CLOSED) {
      return;
    }
    if (stream.state() != StreamState.IDLE) {
      frames().reset(stream.id(), code);
      flushSoon();
      side.tellReset(stream, true, code.name(), because);
    }
    close(stream, ClosedStreams.End.RESET_BY_US);
  }

  /** The connection ends with an error. */
  void fail(Http2Error code, HttpException why) {
    if (failed || ended) {
      return;
    }
    failed = true;
    end = Optional.of(why);
    parting.goAway(code, Texts.of(why), why.because());
    frames().flush();
    hangUp();
  }

  /** Everything is said: sends what was written, and closes. */
  void end() {
    failed = true;
    frames().flush();
    hangUp();
  }

  /** Closes so that our last frames arrive (RFC 9113 6.8, RFC 9112 9.6). */
  private void hangUp() {
    // Not now: this may be in the middle of a frame.
    channel.eventLoop().execute(this::finish);
    Lingering.close(channel, limits.linger());
  }

  /** Our last frame of a stream has gone out. */
  void ourEnd(Http2Stream stream) {
    stream.stopSending();
    stream.state(stream.state().afterOurEnd());
    if (stream.state() == StreamState.CLOSED) {
      close(stream, ClosedStreams.End.WHOLE);
    } else {
      stream.moved();
    }
  }

  /** The peer's last frame of a stream has come. */
  void theirEnd(Http2Stream stream) {
    stream.state(stream.state().afterTheirEnd());
    if (stream.state() == StreamState.CLOSED) {
      close(stream, ClosedStreams.End.WHOLE);
    }
  }

  /** A stream is over. */
  void close(Http2Stream stream, ClosedStreams.End how) {
    stream.state(StreamState.CLOSED);
    if (!stream.over()) {
      return;
    }
    boolean _ = outflow().remove(stream);
    if (how != ClosedStreams.End.WHOLE) {
      stream.stopSending();
    }
    streams.remove(stream, how);
    side.over(stream);
    if (parting.isLeaving() && streams.open() == 0) {
      parting.closeWhenDone();
    }
  }

  /** Content of a stream was taken: the peer may send more. */
  void credit(Http2Stream stream, int bytes) {
    if (ended || !stream.state().mayReceive()) {
      return;
    }
    int more = streams.credit(stream, bytes);
    if (more > 0) {
      frames().windowUpdate(stream.id(), more);
      flushSoon();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (channel.isWritable()) {
      outflow().pump();
    }
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    super.channelInactive(ctx);
    finish();
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    finish();
  }

  private void finish() {
    if (ended) {
      return;
    }
    ended = true;
    pulse.end();
    HttpException why = end.orElseGet(() -> new LostException(Because.of(HttpReason.PEER_CLOSED)));
    for (Http2Stream stream : streams.all()) {
      stream.fail(why);
      close(stream, ClosedStreams.End.RESET_BY_PEER);
    }
    side.gone(why);
    reader.close();
    frames().close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    try {
      Optional<LostException> ours = OwnFault.of(cause);
      if (ours.isPresent()) {
        faults.tell(ours.get());
        fail(Http2Error.INTERNAL_ERROR, ours.get());
      } else {
        broke(cause);
      }
    } catch (RuntimeException | Error e) {
      // Not even that: nobody is to wait for what cannot come.
      ctx.close();
      throw e;
    }
  }

  private void broke(Throwable cause) {
    if (!(cause instanceof IOException)) {
      faults.tell(new ViolationException(Violation.CODEC_REFUSED, Texts.shown(Texts.of(cause))));
    }
    if (end.isEmpty()) {
      String message = Texts.of(cause);
      end =
          Optional.of(
              new LostException(
                  message.contains("reset")
                      ? Because.of(HttpReason.PEER_RESET)
                      : Because.of(HttpReason.CONNECTION_BROKE, Texts.shown(message))));
    }
    context.orElseThrow().close();
  }

  /** Closes it under whoever uses it. */
  void abort(HttpException why) {
    if (end.isEmpty()) {
      end = Optional.of(why);
    }
    channel.close();
  }
}
