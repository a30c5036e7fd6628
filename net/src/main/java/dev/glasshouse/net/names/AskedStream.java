package dev.glasshouse.net.names;

import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.net.Connection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * One connection to a server, and the questions that are out on it, each under a number of its own
 * (RFC 7766 section 6.2.1). On its server's event loop.
 */
final class AskedStream {
  private static final int LARGEST = 65535;
  private static final int NUMBERS = 1 << 16;

  private final AskedServer server;
  private final EventLoop loop;
  private final StreamLimits limits;
  private final Map<Integer, AskedServer.Query> out = new HashMap<>();
  private Optional<Thread> dial = Optional.empty();
  private Optional<Connection> connection = Optional.empty();
  private int next;
  private long heard;
  private long asked;
  private boolean useful;
  private int waited;
  private int givenUp;
  private boolean retired;
  private boolean over;

  /** One whose connection is being made. */
  AskedStream(AskedServer server, EventLoop loop, StreamLimits limits) {
    this.server = server;
    this.loop = loop;
    this.limits = limits;
  }

  /** Who makes the connection. */
  void dialing(Thread thread) {
    dial = Optional.of(thread);
  }

  /** Whether it carries one more question. What was given up, and not answered, still counts. */
  boolean takes() {
    return !over && !retired && out.size() < limits.out();
  }

  void add(AskedServer.Query query) {
    while (out.containsKey(next)) {
      next = (next + 1) % NUMBERS;
    }
    int number = next;
    next = (next + 1) % NUMBERS;
    out.put(number, query);
    waited++;
    connection.ifPresent(its -> {
      write(its, number, query);
      its.channel().flush();
    });
  }

  /** The connection stands: what waits is sent. */
  void open(Connection made) {
    dial = Optional.empty();
    connection = Optional.of(made);
    heard = System.nanoTime();
    made.start(new LengthFieldBasedFrameDecoder(LARGEST + 2, 0, 2, 0, 2), new Listener());
    out.forEach((number, query) -> write(made, number, query));
    made.channel().flush();
    rest();
  }

  private void write(Connection its, int number, AskedServer.Query query) {
    int length = query.message.length;
    // RFC 7766 section 8: length and message in one piece.
    ByteBuf bytes = Unpooled.buffer(length + 2).writeShort(length).writeBytes(query.message);
    bytes.setShort(2, number);
    asked = System.nanoTime();
    query.sent = asked;
    its.countExchange();
    its.channel().write(bytes, its.channel().voidPromise());
  }

  private void received(byte[] message) {
    if (over || message.length < MessageScan.HEADER) {
      return;
    }
    heard = System.nanoTime();
    // Under a number that is not out, nobody waits.
    AskedServer.Query query = out.remove(Bytes.u16(message, 0));
    if (query == null) {
      return;
    }
    useful = true;
    if (query.dropped) {
      givenUp--;
    } else {
      waited--;
      Bytes.put16(message, 0, Bytes.u16(query.message, 0));
      server.answered(query, message);
    }
    rest();
  }

  /**
   * Nobody waits for a question's answer any more. Its number is not used again before that came;
   * where too many are lost so, or nothing comes at all, the next questions go elsewhere.
   */
  void dropped(AskedServer.Query query) {
    if (over || !out.containsValue(query)) {
      return;
    }
    waited--;
    if (connection.isEmpty()) {
      out.values().remove(query);
      return;
    }
    givenUp++;
    boolean patient = System.nanoTime() - query.sent >= limits.silence().toNanos();
    retired |= patient && heard - query.sent < 0 || givenUp > limits.out() / 2;
    rest();
  }

  /** Ends it once nobody has waited for anything on it for a while; at once where it is retired. */
  private void rest() {
    if (waited > 0 || over) {
      return;
    }
    if (retired) {
      close();
    } else {
      long since = asked;
      loop.schedule(
          () -> {
            if (waited == 0 && since == asked) {
              close();
            }
          },
          limits.idle().toNanos(),
          TimeUnit.NANOSECONDS);
    }
  }

  /** What was out and is waited for; it carries nothing any more. */
  List<AskedServer.Query> left() {
    over = true;
    List<AskedServer.Query> all = new ArrayList<>(out.values());
    out.clear();
    all.removeIf(query -> query.dropped);
    return all;
  }

  void close() {
    dial.ifPresent(Thread::interrupt);
    connection.ifPresent(Connection::close);
    ended();
  }

  private void ended() {
    if (!over) {
      over = true;
      server.ended(this, useful);
    }
  }

  /** On the connection's own event loop: hands on what comes. */
  private final class Listener extends SimpleChannelInboundHandler<ByteBuf> {

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf frame) {
      byte[] message = ByteBufUtil.getBytes(frame);
      hand(() -> received(message));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof SslCloseCompletionEvent) {
        ctx.close();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      hand(AskedStream.this::ended);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }

    private void hand(Runnable what) {
      try {
        loop.execute(what);
      } catch (RejectedExecutionException e) {
        // The network is closed, and nobody waits.
      }
    }
  }
}
