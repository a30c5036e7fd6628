package dev.glasshouse.net.quic;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.QuicReason;
import dev.glasshouse.journey.QuicStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.DialException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicPathEvent;
import io.netty.handler.codec.quic.SslEarlyDataReadyEvent;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The first handler of every QUIC connection: sees the handshake, the paths and the end. All of it
 * on the event loop.
 */
final class QuicWire extends ChannelInboundHandlerAdapter {
  /** Whom it tells. */
  interface Listener {
    /** The channel is there; nothing was sent on it yet. */
    void opened(QuicChannel channel);

    /** Streams may be opened, though the handshake is still under way. */
    void early();

    /** The handshake is done. */
    void established();

    /** The peer ends it; it is gone once QUIC has drained, which may take seconds. */
    default void peerCloses(QuicConnectionCloseEvent close) {}

    /** The connection has gone. */
    void gone(Ending ending);
  }

  /**
   * How a connection ended.
   *
   * @param by us, peer, silence or loss
   * @param application whether the code is the application's
   * @param code the code
   * @param text what was said beside it
   * @param because why
   */
  record Ending(String by, boolean application, long code, String text, Because because) {
    /** One for the reason that its kind has. */
    static Ending of(String by, boolean application, long code, String text) {
      QuicReason reason =
          switch (by) {
            case "us" -> QuicReason.CLOSED_BY_US;
            case "peer" -> QuicReason.CLOSED_BY_PEER;
            case "silence" -> QuicReason.IDLE;
            default -> QuicReason.GONE;
          };
      return new Ending(by, application, code, text, Because.of(reason, Clause.rfc(9000, "10")));
    }
  }

  private final Listener listener;
  private volatile Trail trail = Trail.OFF;
  private volatile long number;
  private Optional<Ending> ending = Optional.empty();
  private Optional<Throwable> problem = Optional.empty();

  QuicWire(Listener listener) {
    this.listener = listener;
  }

  /** From now on, what happens is told there. */
  void tell(Trail to, long connection) {
    this.number = connection;
    this.trail = to;
  }

  /** We close it ourselves, with that code. On the event loop. */
  void closing(boolean application, long code, String text) {
    if (ending.isEmpty()) {
      ending = Optional.of(Ending.of("us", application, code, text));
    }
  }

  /** We give it up, because the peer is not heard any more. On the event loop. */
  void silent(Because why) {
    if (ending.isEmpty()) {
      ending = Optional.of(new Ending("silence", false, 0, "", why));
    }
  }

  /** The last thing that went wrong on it. */
  Optional<Throwable> problem() {
    return problem;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    var channel = (QuicChannel) ctx.channel();
    listener.opened(channel);
    // A connection that never stood is not told as inactive.
    channel.closeFuture().addListener(_ -> listener.gone(end(channel)));
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    listener.established();
    ctx.fireChannelActive();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    switch (event) {
      case SslEarlyDataReadyEvent _ -> listener.early();
      case QuicConnectionCloseEvent close -> peerClosed(close);
      case QuicPathEvent path -> path(path);
      default -> {}
    }
    ctx.fireUserEventTriggered(event);
  }

  private void peerClosed(QuicConnectionCloseEvent close) {
    if (ending.isEmpty()) {
      ending =
          Optional.of(
              Ending.of(
                  "peer",
                  close.isApplicationClose(),
                  Integer.toUnsignedLong(close.error()),
                  shown(reason(close))));
    }
    listener.peerCloses(close);
  }

  /** What is said beside the code, which need not be anything: then the binding's event throws. */
  private static String reason(QuicConnectionCloseEvent close) {
    try {
      return new String(close.reason(), StandardCharsets.UTF_8);
    } catch (NullPointerException _) {
      return "";
    }
  }

  private static String shown(String text) {
    String clean =
        text.codePoints()
            .filter(c -> c >= 0x20 && c != 0x7f)
            .limit(120)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return clean;
  }

  private void path(QuicPathEvent event) {
    if (!trail.on()) {
      return;
    }
    String what =
        switch (event) {
          case QuicPathEvent.New _ -> "new path";
          case QuicPathEvent.Validated _ -> "path validated";
          case QuicPathEvent.FailedValidation _ -> "path not validated";
          case QuicPathEvent.Closed _ -> "path closed";
          case QuicPathEvent.PeerMigrated _ -> "peer moved";
          case QuicPathEvent.ReusedSourceConnectionId _ -> "connection id used again";
          default -> "new path";
        };
    boolean moved = event instanceof QuicPathEvent.PeerMigrated;
    trail.mark(
        new QuicStep.PathChanged(number, what, text(event.local()), text(event.remote())),
        Because.of(
            moved ? QuicReason.PATH_PEER_MOVED : QuicReason.PATH_TOLD,
            Clause.rfc(9000, moved ? "9.3" : "8.2")));
  }

  /** The codec gives the port of a path with its two bytes turned round. */
  private static String text(InetSocketAddress address) {
    int port = Short.toUnsignedInt(Short.reverseBytes((short) address.getPort()));
    return DialException.text(new InetSocketAddress(address.getAddress(), port));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // Told by how the connection ends; a single bad packet ends nothing (RFC 9000 12.2).
    problem = Optional.of(cause);
  }

  private Ending end(QuicChannel channel) {
    if (ending.isPresent()) {
      return ending.get();
    }
    return Ending.of(channel.isTimedOut() ? "silence" : "loss", false, 0, "");
  }
}
