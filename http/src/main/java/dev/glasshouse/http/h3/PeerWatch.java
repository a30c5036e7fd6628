package dev.glasshouse.http.h3;

import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Texts;
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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asks the peer whether it is there while an answer is awaited: so the connection never stands
 * still for too long (RFC 9114 5.1, RFC 9000 10.1.2), a server learns of a new port at once (RFC
 * 9000 9), and one that is gone is noticed. Netty's binding cannot send a PING; a frame of a
 * reserved type on the control stream, which every peer has to pass over (RFC 9114 7.2.8), has to
 * be acknowledged just the same. On the event loop only.
 */
final class PeerWatch {
  /** A reserved type: 0x1f * 1 + 0x21. */
  private static final long RESERVED = 0x40;

  /** How often within the time that the connection may stand still: one or two may get lost. */
  private static final int TIMES = 3;

  private final QuicConnection connection;
  private final Limits.Multiplex limits;
  private final BooleanSupplier awaiting;
  private final Supplier<Trail> trail;
  private final Consumer<Because> lost;
  private Optional<Silence> silence = Optional.empty();

  /**
   * One of a connection.
   *
   * @param limits says when a peer is asked, and how long it may say nothing then
   * @param awaiting whether an answer is awaited on it
   * @param trail where it is told
   * @param lost told why, when the peer is given up
   */
  PeerWatch(
      QuicConnection connection,
      Limits.Multiplex limits,
      BooleanSupplier awaiting,
      Supplier<Trail> trail,
      Consumer<Because> lost) {
    this.connection = connection;
    this.limits = limits;
    this.awaiting = awaiting;
    this.trail = trail;
    this.lost = lost;
  }

  /** An answer is awaited from now on. */
  void begin() {
    if (silence.isEmpty()) {
      Duration longest = connection.idle().dividedBy(TIMES);
      silence =
          Optional.of(
              new Silence(limits, longest, limits.pong(), System.nanoTime(), connection.heard()));
      again(limits.ask());
    }
  }

  private void again(Duration after) {
    connection.eventLoop().schedule(this::look, after.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void look() {
    if (!connection.isOpen() || !awaiting.getAsBoolean()) {
      silence = Optional.empty();
      return;
    }
    Silence.Verdict verdict = silence.orElseThrow().look(System.nanoTime(), connection.heard());
    switch (verdict) {
      case Silence.Verdict.Wait _ -> {}
      case Silence.Verdict.Ask ask -> ask(ask.silence());
      case Silence.Verdict.HeardAgain again -> heardAgain(again);
      case Silence.Verdict.GiveUp gone -> {
        lost.accept(
            Because.of(
                QuicReason.NOT_HEARD,
                Clause.rfc(9000, "10.1.2"),
                Texts.duration(gone.silence()),
                gone.asked()));
        return;
      }
    }
    again(verdict.after());
  }

  private void ask(Duration unheard) {
    Channel control = Http3.getLocalControlStream(connection.channel());
    if (control == null || !connection.isEstablished()) {
      return;
    }
    control.writeAndFlush(new DefaultHttp3UnknownFrame(RESERVED, Unpooled.EMPTY_BUFFER));
    Trail to = trail.get();
    if (to.on()) {
      to.mark(
          new QuicStep.PeerAsked(connection.number(), unheard),
          Because.of(QuicReason.ANSWER_AWAITED, Clause.rfc(9114, "5.1")));
    }
  }

  private void heardAgain(Silence.Verdict.HeardAgain again) {
    Trail to = trail.get();
    if (to.on()) {
      to.mark(
          new QuicStep.HeardAgain(connection.number(), again.silence(), again.asked()),
          Because.of(QuicReason.PATH_BROKE, Clause.rfc(9000, "9.3")));
    }
  }
}
