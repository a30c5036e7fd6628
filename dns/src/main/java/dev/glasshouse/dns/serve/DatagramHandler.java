package dev.glasshouse.dns.serve;

import dev.glasshouse.journey.Trail;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/** Questions that come as datagrams on one socket. Answers of one batch leave as one batch. */
final class DatagramHandler extends ChannelInboundHandlerAdapter implements Desk.Lane {
  /** More than any question; what is cut here is malformed. */
  static final int LARGEST = 2048;

  private final Served served;
  private final Desk desk;
  private final ResponseRate rate;
  private ChannelHandlerContext ctx;
  private boolean reading;
  private boolean flushing;

  @SuppressWarnings("NullAway.Init") // the context is there before anything comes
  DatagramHandler(Served served) {
    this.served = served;
    this.desk = new Desk(served, Carrier.UDP, LARGEST);
    this.rate =
        new ResponseRate(
            served.limits().ratePerSecond(),
            served.limits().rateSlip(),
            ThreadLocalRandom.current().nextInt());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ctx = context;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (message instanceof DatagramPacket packet) {
        reading = true;
        desk.take(packet.content(), packet.sender(), this);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    reading = false;
    context.flush();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // One datagram could not be received or sent; the socket stays.
    served.counts().add(ServerCount.DROPPED);
  }

  @Override
  public void send(InetSocketAddress to, byte[] message, int length) {
    if (!ctx.channel().isWritable()) {
      // The network takes less than we answer: whoever asked will ask again.
      served.counts().add(ServerCount.DROPPED);
      return;
    }
    ByteBuf bytes = ctx.alloc().directBuffer(length).writeBytes(message, 0, length);
    ctx.write(new DatagramPacket(bytes, to), ctx.voidPromise());
    if (!reading && !flushing) {
      // With whatever else is answered until the loop comes to it.
      flushing = true;
      ctx.executor().execute(this::flush);
    }
  }

  private void flush() {
    flushing = false;
    ctx.flush();
  }

  @Override
  public void drop() {
    // A datagram needs no end.
  }

  @Override
  public ReplySink sink(ClientQuery query) {
    return new Sink(query);
  }

  /** Where the answer to one datagram goes. */
  private final class Sink extends AtomicBoolean implements ReplySink {
    private static final long serialVersionUID = 1L;

    private final transient InetSocketAddress client;
    private final transient Trail trail;
    private final int room;
    private final boolean known;

    Sink(ClientQuery query) {
      client = query.client();
      trail = query.trail();
      room = query.room();
      known = rate.isOn() && query.isProven();
    }

    @Override
    public void reply(byte[] message, int length) {
      if (getAndSet(true)) {
        return;
      }
      if (ctx.executor().inEventLoop()) {
        leave(message, length);
      } else {
        byte[] copy = Arrays.copyOf(message, length);
        ctx.executor().execute(() -> leave(copy, length));
      }
    }

    @Override
    public void drop() {
      set(true);
    }

    private void leave(byte[] message, int length) {
      byte[] bytes = message;
      int size = length;
      if (rate.isOn() && !known) {
        ResponseRate.Verdict verdict =
            rate.verdict(
                client.getAddress(), Sent.kind(message, length), served.nanos().getAsLong());
        if (verdict != ResponseRate.Verdict.SEND) {
          served.counts().add(ServerCount.RATE_LIMITED);
          boolean slipped = verdict == ResponseRate.Verdict.TRUNCATE;
          if (trail.on()) {
            Sent.tellLimited(trail, client, message, slipped, rate.slip());
          }
          if (!slipped) {
            return;
          }
          bytes = Sent.cut(message, length);
          size = bytes.length;
        }
      }
      if (size > room) {
        if (trail.on()) {
          Sent.tellCut(trail, client, bytes, size, room);
        }
        bytes = Sent.cut(message, length);
        size = bytes.length;
      }
      if ((bytes[2] & 2) != 0) {
        served.counts().add(ServerCount.TRUNCATED);
      }
      served.counts().add(ServerCount.ANSWERS);
      if (trail.on()) {
        Sent.tell(trail, client, Carrier.UDP, bytes, size);
      }
      send(client, bytes, size);
    }
  }
}
