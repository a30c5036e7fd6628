package dev.glasshouse.http.spdy;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.Framing;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.wire.ClientExchange;
import dev.glasshouse.http.wire.ClientSession;
import dev.glasshouse.http.wire.ClientStream;
import dev.glasshouse.http.wire.Inbound;
import dev.glasshouse.http.wire.Inbox;
import dev.glasshouse.http.wire.PseudoFields;
import dev.glasshouse.http.wire.StreamExchange;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.StreamReason;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Connection;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.spdy.DefaultSpdyRstStreamFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyHeadersFrame;
import io.netty.handler.codec.spdy.SpdyStreamStatus;
import io.netty.handler.codec.spdy.SpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** One connection of a client, which carries many SPDY/3.1 exchanges at once. */
public final class SpdySession implements ClientSession {
  private final Connection connection;
  private final Limits limits;
  private final SpdyEnd end;
  private final AtomicInteger taken = new AtomicInteger();
  private volatile boolean leaving;
  private volatile int allowed;
  private volatile Runnable roomTold = () -> {};

  // On the event loop only:
  private final Map<SpdyStream, Method> methods = new HashMap<>();
  private int next = 1;

  private SpdySession(Connection connection, Limits limits) {
    this.connection = connection;
    this.limits = limits;
    this.end = new SpdyEnd(connection.channel(), limits, new Client());
    this.allowed = limits.multiplex().streams();
  }

  /** Takes up a connection that nothing was sent on, and whose ALPN chose {@code spdy/3.1}. */
  public static SpdySession over(Connection connection, Limits limits) {
    var its = new SpdySession(connection, limits);
    connection.start(its.end.handlers(false));
    return its;
  }

  @Override
  public long number() {
    return connection.number();
  }

  @Override
  public HttpVersion version() {
    return HttpVersion.SPDY_3_1;
  }

  @Override
  public int exchanges() {
    return connection.exchanges();
  }

  @Override
  public int room() {
    return leaving() ? 0 : Math.max(0, allowed - taken.get());
  }

  @Override
  public boolean isOpen() {
    return connection.isOpen();
  }

  @Override
  public boolean leaving() {
    return leaving || !connection.isOpen();
  }

  @Override
  public Duration patience() {
    return limits.times().keepAlive();
  }

  @Override
  public ClientExchange exchange(Request request, Priority priority, Trail trail) {
    taken.incrementAndGet();
    return new StreamExchange(
        new Stream(request.method(), priority), request, PseudoFields.of(request), limits, trail);
  }

  @Override
  public void park() {
    // Nothing is held for one exchange alone.
  }

  @Override
  public void whenClosed(Runnable told) {
    connection.channel().closeFuture().addListener(_ -> told.run());
  }

  @Override
  public void onRoom(Runnable told) {
    roomTold = told;
  }

  @Override
  public EventLoop eventLoop() {
    return connection.channel().eventLoop();
  }

  @Override
  public void close() {
    leaving = true;
    // The codec says GOAWAY, and closes when the streams are over.
    connection.close();
  }

  @Override
  public void abort() {
    leaving = true;
    eventLoop()
        .execute(() -> {
          for (SpdyStream one : List.copyOf(methods.keySet())) {
            one.broken(new CancelledException(Because.of(HttpReason.CLIENT_CLOSED)));
          }
          connection.close();
        });
  }

  /** One stream, as the exchange on it uses it. */
  private final class Stream implements ClientStream {
    private final SpdyStream stream = new SpdyStream(end, SpdyStream.Opener.US);
    private final Method method;
    private final Priority priority;
    private final int asked = connection.timesAsked();

    /** Counted down once the stream has its number, or never gets one. */
    private final CountDownLatch begun = new CountDownLatch(1);

    Stream(Method method, Priority priority) {
      this.method = method;
      this.priority = priority;
    }

    @Override
    public HttpVersion version() {
      return HttpVersion.SPDY_3_1;
    }

    @Override
    public long connection() {
      return connection.number();
    }

    @Override
    public long id() {
      return stream.number();
    }

    @Override
    public Inbox inbox() {
      return stream.inbox();
    }

    @Override
    public void open(List<Field> fields, boolean last, Runnable opened) {
      eventLoop()
          .execute(() -> {
            if (stream.isOver()) {
              // It was given up before anything was sent.
              taken.decrementAndGet();
              roomTold.run();
              begun.countDown();
              return;
            }
            methods.put(stream, method);
            if (leaving() || next <= 0) {
              leaving = true;
              stream.broken(new LostException(Because.of(StreamReason.NOT_SENT)));
              begun.countDown();
              return;
            }
            stream.number(next);
            next += 2;
            end.add(stream);
            connection.countExchange();
            var frame =
                new DefaultSpdySynStreamFrame(
                    stream.number(), 0, (byte) Math.min(7, priority.ordinal()));
            SpdyFields.write(fields, frame.headers());
            frame.setLast(last);
            connection.channel().writeAndFlush(frame);
            begun.countDown();
            opened.run();
            if (last) {
              stream.ourEnd();
            }
          });
    }

    @Override
    public void send(byte[] bytes, int length, Deadline deadline, BooleanSupplier enough)
        throws HttpException {
      try {
        if (!begun.await(deadline.leftNanos(), TimeUnit.NANOSECONDS)) {
          throw new StalledException(
              Because.of(HttpReason.STALLED_SENDING, Texts.duration(limits.times().total())));
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new CancelledException(Because.of(HttpReason.GIVEN_UP));
      }
      stream.send(bytes, length, deadline, enough);
    }

    @Override
    public void finish(List<Field> trailers) {
      eventLoop().execute(stream::finish);
    }

    @Override
    public void cancel(Because why) {
      stream.reset(SpdyStreamStatus.CANCEL);
    }

    @Override
    public void answered() {
      stream.reset(SpdyStreamStatus.CANCEL);
    }

    @Override
    public Duration waited() {
      return Duration.ZERO;
    }

    @Override
    public boolean staying() {
      return !leaving();
    }

    @Override
    public void report(Trail trail, long now) {
      connection.reportKernel(trail, asked, now, "response ended");
    }
  }

  private final class Client implements SpdyEnd.Side {
    @Override
    public void head(SpdyHeadersFrame frame) {
      switch (frame) {
        case SpdySynReplyFrame reply -> answer(reply);
        case SpdySynStreamFrame push ->
            // Nobody asked for it.
            connection
                .channel()
                .writeAndFlush(
                    new DefaultSpdyRstStreamFrame(
                        push.streamId(), SpdyStreamStatus.REFUSED_STREAM));
        default -> {
          if (frame.isLast()) {
            end.stream(frame.streamId()).data(io.netty.buffer.Unpooled.EMPTY_BUFFER, true);
          }
        }
      }
    }

    private void answer(SpdySynReplyFrame reply) {
      SpdyStream stream = end.stream(reply.streamId());
      if (stream.isOver()) {
        return;
      }
      try {
        PseudoFields.ResponseHead head =
            PseudoFields.response(
                HttpVersion.SPDY_3_1, SpdyFields.read(reply.headers(), limits.head().fields()));
        boolean none =
            head.status().isBodiless()
                || Method.HEAD.equals(methods.getOrDefault(stream, Method.GET));
        Framing framing =
            none || reply.isLast() ? Framing.NONE : new Framing.EndOfStream(head.length());
        stream.head(
            new Inbound.ResponseHead(
                HttpVersion.SPDY_3_1,
                head.status(),
                "",
                head.fields(),
                head.fields().bytes(),
                framing),
            none ? java.util.OptionalLong.empty() : head.length(),
            reply.isLast());
      } catch (HttpException e) {
        stream.broken(e);
        connection
            .channel()
            .writeAndFlush(
                new DefaultSpdyRstStreamFrame(reply.streamId(), SpdyStreamStatus.PROTOCOL_ERROR));
      }
    }

    @Override
    public void allows(int streams) {
      allowed = Math.min(streams, limits.multiplex().streams());
      roomTold.run();
    }

    @Override
    public void goesAway(int last) {
      leaving = true;
    }

    @Override
    public void over(SpdyStream stream) {
      if (methods.remove(stream) != null) {
        taken.decrementAndGet();
        roomTold.run();
      }
    }

    @Override
    public void gone() {
      leaving = true;
    }
  }
}
