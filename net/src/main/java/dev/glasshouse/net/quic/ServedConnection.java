package dev.glasshouse.net.quic;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.QuicStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.DialException;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.quic.QuicChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** A QUIC connection that a server took; its handshake may still be under way. */
public final class ServedConnection {
  /**
   * What is to be done about a request in early data.
   *
   * @param fresh whether it was surely not seen before
   * @param because why, or why not
   */
  public record Early(boolean fresh, Because because) {}

  private final long number;
  private final Trail trail;
  private final QuicWire wire = new QuicWire(new Told());
  private final CompletableFuture<Void> shaken = new CompletableFuture<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private volatile LongFunction<String> codes = code -> "0x" + Long.toHexString(code);
  private final QuicChannel channel;
  private final Supplier<StrikeRegister.Verdict> strike;
  private Optional<Early> judged = Optional.empty();

  ServedConnection(
      QuicChannel channel, long number, Supplier<StrikeRegister.Verdict> strike, Trail trail) {
    this.channel = channel;
    this.number = number;
    this.strike = strike;
    this.trail = trail;
    wire.tell(trail, number);
  }

  QuicWire wire() {
    return wire;
  }

  /** Its number among the server's connections. */
  public long number() {
    return number;
  }

  /** The channel, whose children are the streams. */
  public QuicChannel channel() {
    return channel;
  }

  /** The thread of its bytes. */
  public EventLoop eventLoop() {
    return channel.eventLoop();
  }

  /** The client's address and port, as they are now: a client may move. */
  public InetSocketAddress peer() {
    return channel.remoteSocketAddress() instanceof InetSocketAddress peer
        ? peer
        : new InetSocketAddress(0);
  }

  /** Whether the handshake is done; what came before is early data. */
  public boolean isEstablished() {
    return shaken.isDone();
  }

  /** Told once when the handshake is done, on the event loop; at once when it is already. */
  public void whenEstablished(Runnable told) {
    shaken.thenRun(told);
  }

  /** Told once when it has gone, on the event loop; at once when it has already. */
  public void whenClosed(Runnable told) {
    closed.thenRun(told);
  }

  /** What is to be done about its early data; the same for all of it. On the event loop. */
  public Early early() {
    if (judged.isEmpty()) {
      StrikeRegister.Verdict verdict = strike.get();
      judged =
          Optional.of(
              new Early(
                  verdict.fresh(),
                  verdict.argument().isEmpty()
                      ? Because.of(verdict.reason())
                      : Because.of(verdict.reason(), verdict.argument())));
    }
    return judged.get();
  }

  /**
   * Puts handlers on it. On the event loop, once.
   *
   * @param applicationCodes the names of the application's error codes
   */
  public void start(LongFunction<String> applicationCodes, ChannelHandler... handlers) {
    codes = applicationCodes;
    channel.pipeline().addLast(handlers);
  }

  /**
   * Closes it, and says so to the client; does nothing when it is closed already.
   *
   * @param code an error code of the application's
   * @param text for the client's log; may be empty
   */
  public void close(long code, String text) {
    eventLoop()
        .execute(() -> {
          if (channel.isOpen()) {
            wire.closing(true, code, text);
            channel.close(
                true, (int) code, Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8)));
          }
        });
  }

  @Override
  public String toString() {
    return "QUIC connection " + number + " of " + DialException.text(peer());
  }

  /** What its wire tells. */
  private final class Told implements QuicWire.Listener {
    @Override
    public void opened(QuicChannel made) {}

    @Override
    public void early() {}

    @Override
    public void established() {
      shaken.complete(null);
    }

    @Override
    public void gone(QuicWire.Ending ending) {
      if (trail.on()) {
        trail.mark(
            new QuicStep.QuicEnded(
                number,
                ending.by(),
                ending.application() ? "application" : "transport",
                ending.application()
                    ? codes.apply(ending.code())
                    : TransportError.name(ending.code()),
                ending.text()),
            ending.because());
      }
      closed.complete(null);
    }
  }
}
