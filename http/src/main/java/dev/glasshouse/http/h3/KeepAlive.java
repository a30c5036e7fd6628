package dev.glasshouse.http.h3;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.QuicReason;
import dev.glasshouse.journey.QuicStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.quic.QuicConnection;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http3.DefaultHttp3UnknownFrame;
import io.netty.handler.codec.http3.Http3;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Keeps a client's connection from standing still for too long while an answer is awaited (RFC 9114
 * 5.1, RFC 9000 10.1.2). Netty's binding cannot send a PING; a frame of a reserved type on the
 * control stream, which every peer has to pass over (RFC 9114 7.2.8), has to be acknowledged just
 * the same. On the event loop only.
 */
final class KeepAlive {
  /** A reserved type: 0x1f * 1 + 0x21. */
  private static final long RESERVED = 0x40;

  /** How often within the time that the connection may stand still: one or two may get lost. */
  private static final int TIMES = 3;

  private final QuicConnection connection;
  private final BooleanSupplier awaiting;
  private final Supplier<Trail> trail;
  private boolean running;

  /**
   * One of a connection.
   *
   * @param awaiting whether an answer is awaited on it
   * @param trail where it is told
   */
  KeepAlive(QuicConnection connection, BooleanSupplier awaiting, Supplier<Trail> trail) {
    this.connection = connection;
    this.awaiting = awaiting;
    this.trail = trail;
  }

  /** An answer is awaited from now on. */
  void begin() {
    if (!running) {
      running = true;
      again(connection.idle().dividedBy(TIMES));
    }
  }

  private void again(Duration after) {
    connection.eventLoop().schedule(this::tick, after.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void tick() {
    if (!connection.isOpen() || !awaiting.getAsBoolean()) {
      running = false;
      return;
    }
    Duration idle = connection.idle();
    Channel control = Http3.getLocalControlStream(connection.channel());
    if (control != null && connection.isEstablished()) {
      control.writeAndFlush(new DefaultHttp3UnknownFrame(RESERVED, Unpooled.EMPTY_BUFFER));
      if (trail.get().on()) {
        trail
            .get()
            .mark(
                new QuicStep.IdleAvoided(connection.number(), idle),
                Because.of(QuicReason.ANSWER_AWAITED, Clause.rfc(9114, "5.1")));
      }
    }
    again(idle.dividedBy(TIMES));
  }
}
