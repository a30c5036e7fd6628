package dev.glasshouse.http.spdy;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Framing;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.http.wire.ContentPump;
import dev.glasshouse.http.wire.PeerAddress;
import dev.glasshouse.http.wire.PeerFault;
import dev.glasshouse.http.wire.PseudoFields;
import dev.glasshouse.http.wire.ResponseFields;
import dev.glasshouse.http.wire.ServerSession;
import dev.glasshouse.http.wire.Service;
import dev.glasshouse.http.wire.Serving;
import dev.glasshouse.http.wire.WireBody;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import io.netty.channel.Channel;
import io.netty.handler.codec.spdy.DefaultSpdyRstStreamFrame;
import io.netty.handler.codec.spdy.DefaultSpdySettingsFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdyHeadersFrame;
import io.netty.handler.codec.spdy.SpdySettingsFrame;
import io.netty.handler.codec.spdy.SpdyStreamStatus;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** One connection of a server that speaks SPDY/3.1. */
public final class SpdyServerConnection implements ServerSession {
  private final Serving serving;
  private final Channel channel;
  private final long number;
  private final SpdyEnd end;

  /** Handlers that run; on the event loop only. */
  private int handled;

  /** A connection whose ALPN chose {@code spdy/3.1}. */
  public SpdyServerConnection(Serving serving, Channel channel, long number) {
    this.serving = serving;
    this.channel = channel;
    this.number = number;
    this.end = new SpdyEnd(channel, serving.limits(), new Server());
  }

  @Override
  public void start() {
    channel.pipeline().addLast(end.handlers(true));
    var settings = new DefaultSpdySettingsFrame();
    settings.setValue(
        SpdySettingsFrame.SETTINGS_MAX_CONCURRENT_STREAMS, serving.limits().multiplex().streams());
    channel.writeAndFlush(settings);
    channel.config().setAutoRead(true);
    idle();
  }

  /** Closes a connection on which nothing is asked for too long. */
  private void idle() {
    if (end.open() == 0 && channel.isActive()) {
      var _ =
          channel
              .eventLoop()
              .schedule(
                  () -> {
                    if (end.open() == 0) {
                      channel.close();
                    } else {
                      idle();
                    }
                  },
                  serving.limits().times().keepAlive().toMillis(),
                  TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    channel.close();
  }

  private final class Server implements SpdyEnd.Side {
    @Override
    public void head(SpdyHeadersFrame frame) {
      if (!(frame instanceof SpdySynStreamFrame asked)) {
        if (frame.isLast()) {
          end.stream(frame.streamId()).data(io.netty.buffer.Unpooled.EMPTY_BUFFER, true);
        }
        return;
      }
      int most = serving.limits().multiplex().streams();
      if (handled >= 2 * most) {
        // Streams that were reset free their places at once, their handlers do not.
        reset(asked.streamId(), SpdyStreamStatus.REFUSED_STREAM);
        return;
      }
      try {
        PseudoFields.RequestHead head =
            PseudoFields.request(
                HttpVersion.SPDY_3_1,
                SpdyFields.read(asked.headers(), serving.limits().head().fields()));
        if (asked.isLast() && head.length().orElse(0) > 0) {
          throw new ViolationException(Violation.LENGTH_DIFFERS, head.length().getAsLong(), 0);
        }
        var stream = new SpdyStream(end, SpdyStream.Opener.PEER);
        stream.number(asked.streamId());
        end.add(stream);
        begin(stream, head, asked.isLast());
      } catch (HttpException e) {
        failed(e);
        reset(asked.streamId(), SpdyStreamStatus.PROTOCOL_ERROR);
      }
    }

    private void reset(int stream, SpdyStreamStatus status) {
      channel.writeAndFlush(new DefaultSpdyRstStreamFrame(stream, status));
    }

    @Override
    public void failed(HttpException problem) {
      PeerFault.tell(serving.trail(), number, Optional.of(PeerAddress.of(channel)), problem);
    }

    private void begin(SpdyStream stream, PseudoFields.RequestHead head, boolean last) {
      var wire =
          new WireBody(
              stream.inbox(),
              last ? Framing.NONE : new Framing.EndOfStream(head.length()),
              serving.limits(),
              Deadline.in(serving.limits().times().total()),
              new Quiet());
      Body body = last ? Body.NONE : Body.streaming(wire, head.length());
      var request =
          new Request(
              head.method(),
              head.scheme(),
              head.authority(),
              head.path(),
              HttpVersion.SPDY_3_1,
              head.fields(),
              body,
              PeerAddress.of(channel));
      stream.promise(head.length());
      if (last) {
        stream.data(io.netty.buffer.Unpooled.EMPTY_BUFFER, true);
      }
      handled++;
      Thread.ofVirtual()
          .name("glass-spdy")
          .start(() -> {
            try {
              serve(stream, request);
            } finally {
              wire.free();
              handledOne();
            }
          });
    }

    private void handledOne() {
      try {
        channel.eventLoop().execute(() -> handled--);
      } catch (RejectedExecutionException _) {
        // The network was closed under it.
      }
    }

    @Override
    public void goesAway(int last) {}

    @Override
    public void over(SpdyStream stream) {
      idle();
    }

    @Override
    public void gone() {}
  }

  private void serve(SpdyStream stream, Request request) {
    Service service = serving.begin(request);
    Response response = service.answer(Aside.silent(service.trail()), number, stream::isOver);
    if (response.body() instanceof Body.Later later) {
      service.whenReady(
          response,
          later,
          number,
          stream.inbox(),
          its -> Thread.ofVirtual().start(() -> answer(stream, request, its, service)));
    } else {
      answer(stream, request, response, service);
    }
  }

  private void answer(SpdyStream stream, Request request, Response given, Service service) {
    // Its streams carry no other protocol.
    Response response =
        given.body() instanceof Body.Taking ? Response.of(Status.NOT_IMPLEMENTED) : given;
    long bytes = 0;
    Because because = Because.HAPPENED;
    try {
      bytes = write(stream, request, response, service);
    } catch (HttpException e) {
      bytes = service.sent();
      because = e.because();
      stream.reset(SpdyStreamStatus.CANCEL);
    } catch (IOException | RuntimeException e) {
      bytes = service.sent();
      because = Because.of(HttpReason.HANDLER_FAILED, Texts.of(e));
      stream.reset(SpdyStreamStatus.INTERNAL_ERROR);
    } finally {
      stream.inbox().close();
    }
    service.over(response.status(), bytes, because);
  }

  private long write(SpdyStream stream, Request request, Response response, Service service)
      throws IOException {
    Fields fields = serving.fields().of(response, request.method());
    boolean none =
        ResponseFields.isBodiless(response, request.method()) || response.body().isEmpty();
    var frame = new DefaultSpdySynReplyFrame(stream.number());
    SpdyFields.write(PseudoFields.of(response.status(), fields), frame.headers());
    frame.setLast(none);
    if (stream.isOver()) {
      response.close();
      return 0;
    }
    channel.writeAndFlush(frame);
    if (none) {
      response.close();
      stream.ourEnd();
      return 0;
    }
    OptionalLong length = response.body().length();
    try (BodyStream body = response.body().open()) {
      long sent =
          ContentPump.send(
              body,
              length,
              Deadline.in(serving.limits().times().total()),
              stream::isOver,
              service.counted(stream::send));
      stream.finish();
      return sent;
    }
  }

  /** Of a request's body nothing is told when it ends. */
  private static final class Quiet implements WireBody.Ending {
    @Override
    public void complete(long bytes, Fields trailers) {}

    @Override
    public void broken(long bytes, HttpException problem) {}

    @Override
    public void givenUp(long bytes) {}
  }
}
