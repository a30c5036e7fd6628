package dev.glasshouse.net.quic;

import dev.glasshouse.net.CertificateProblem;
import dev.glasshouse.net.Limits;
import dev.glasshouse.net.Target;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.quic.QLogConfiguration;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicChannelBootstrap;
import io.netty.handler.codec.quic.QuicChannelOption;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One handshake with one address, over a UDP socket of its own. */
final class QuicAttempt implements QuicWire.Listener {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{2,}");

  /** Our side refused the certificate. */
  static final class CertificateRefused extends SSLException {
    private static final long serialVersionUID = 1L;
    private final transient CertificateProblem problem;

    CertificateRefused(CertificateProblem problem, Throwable cause) {
      super(problem.text(), cause);
      this.problem = problem;
    }

    CertificateProblem problem() {
      return problem;
    }
  }

  /** The server ended the handshake, in its own words. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused(QuicConnectionCloseEvent close) {
      super(TransportError.name(Integer.toUnsignedLong(close.error())));
    }

    /** What the journey says of the attempt. */
    @Override
    public String toString() {
      return getMessage() + ", said by the server";
    }
  }

  private final QuicDialer dialer;
  private final Target target;
  private final Target.Tls secure;
  private final long number;
  private final long begin;
  private final Optional<Path> qlog;
  private final QuicWire wire = new QuicWire(this);
  private final Heard heard = new Heard();
  private final AtomicBoolean finished = new AtomicBoolean();
  private Consumer<Optional<Throwable>> told = _ -> {};
  private volatile @Nullable Channel socket;
  private volatile @Nullable QuicChannel channel;
  private volatile @Nullable SSLEngine engine;
  private volatile boolean cancelled;
  private volatile boolean early;
  private volatile boolean mayBeEarly;
  private volatile @Nullable InetSocketAddress remote;
  private volatile Optional<Throwable> failure = Optional.empty();

  // All on the event loop.
  private Optional<QuicConnection> connection = Optional.empty();
  private Runnable onEstablished = () -> {};
  private Consumer<QuicWire.Ending> onBroken = _ -> {};
  private boolean established;
  private Optional<QuicWire.Ending> gone = Optional.empty();

  QuicAttempt(
      QuicDialer dialer, Target target, Target.Tls secure, long number, int attempt, long begin) {
    this.dialer = dialer;
    this.target = target;
    this.secure = secure;
    this.number = number;
    this.begin = begin;
    this.qlog =
        dialer
            .options()
            .qlog()
            .map(folder ->
                folder.resolve(
                    "connection-" + number + "-" + attempt + "-" + fileName(target) + ".sqlog"));
  }

  private static String fileName(Target target) {
    return target.host().replaceAll("[^A-Za-z0-9.-]", "_") + "-" + target.port();
  }

  /** Begins; never blocks. */
  void connect(InetSocketAddress address, Consumer<Optional<Throwable>> whenFinished) {
    told = whenFinished;
    remote = address;
    mayBeEarly =
        dialer
            .last()
            .of(secure.serverName(), target.port())
            .filter(address.getAddress()::equals)
            .isPresent();
    ChannelFuture bound =
        new Bootstrap()
            .group(dialer.network().eventLoops())
            .channelFactory(dialer.network().datagramSockets())
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel made) {
                    made.pipeline().addLast(heard, codec(), new Refusals());
                  }
                })
            // Connected, so that the kernel tells when nobody listens there (ICMP).
            .connect(address);
    socket = bound.channel();
    bound.addListener(_ -> {
      if (!bound.isSuccess()) {
        finish(Optional.of(Objects.requireNonNull(bound.cause())));
      } else if (cancelled) {
        bound.channel().close();
      } else {
        shake(bound.channel(), address);
      }
    });
  }

  private ChannelHandler codec() {
    Limits.Quic limits = dialer.limits().quic();
    return new QuicClientCodecBuilder()
        .sslEngineProvider(quic -> {
          var made =
              dialer
                  .context(secure.alpn())
                  .newEngine(quic.alloc(), secure.serverName(), target.port());
          engine = made;
          return made;
        })
        .sslTaskExecutor(task -> Thread.ofVirtual().start(task))
        .congestionControlAlgorithm(dialer.options().congestion().netty())
        .maxIdleTimeout(limits.idle().toMillis(), TimeUnit.MILLISECONDS)
        .initialMaxData(limits.window())
        .initialMaxStreamDataBidirectionalLocal(limits.streamWindow())
        .initialMaxStreamDataBidirectionalRemote(limits.streamWindow())
        .initialMaxStreamDataUnidirectional(limits.controlWindow())
        .initialMaxStreamsBidirectional(0)
        .initialMaxStreamsUnidirectional(limits.controlStreams())
        .activeMigration(false)
        .discoverPmtu(true)
        .build();
  }

  private void shake(Channel over, InetSocketAddress address) {
    QuicChannelBootstrap bootstrap =
        QuicChannel.newBootstrap(over)
            .handler(wire)
            .streamHandler(Nobody.INSTANCE)
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
            .remoteAddress(address);
    qlog.ifPresent(file ->
        bootstrap.option(
            QuicChannelOption.QLOG,
            new QLogConfiguration(file.toString(), "Glasshouse", target.toString())));
    bootstrap
        .connect()
        .addListener((io.netty.util.concurrent.Future<QuicChannel> done) -> {
          if (done.isSuccess()) {
            if (cancelled) {
              done.getNow().close();
            }
            finish(Optional.empty());
          } else {
            failed(Objects.requireNonNull(done.cause()));
            over.close();
          }
        });
  }

  /** The first that is told of a failure is right: what follows is the clearing up. */
  private void failed(Throwable cause) {
    if (failure.isEmpty()) {
      failure = Optional.of(failure(cause));
    }
    finish(failure);
  }

  private Throwable failure(Throwable cause) {
    SSLEngine its = engine;
    Optional<CertificateProblem> refused =
        its == null ? Optional.empty() : dialer.tls().judge().refused(its);
    return refused.<Throwable>map(problem -> new CertificateRefused(problem, cause)).orElse(cause);
  }

  private void finish(Optional<Throwable> outcome) {
    if (finished.compareAndSet(false, true)) {
      told.accept(outcome);
    }
  }

  /** Gives it up. */
  void cancel() {
    cancelled = true;
    QuicChannel quic = channel;
    Channel its = socket;
    if (quic != null) {
      quic.close();
    } else if (its != null) {
      its.close();
    }
  }

  /** The dial is over: from now on the connection is told what happens. */
  void handOver(QuicConnection to, Runnable whenEstablished, Consumer<QuicWire.Ending> whenBroken) {
    channel()
        .eventLoop()
        .execute(() -> {
          connection = Optional.of(to);
          onEstablished = whenEstablished;
          onBroken = whenBroken;
          if (established) {
            whenEstablished.run();
          }
          gone.ifPresent(this::gone);
        });
  }

  @Override
  public void opened(QuicChannel made) {
    channel = made;
    made.closeFuture().addListener(_ -> Objects.requireNonNull(socket).close());
  }

  @Override
  public void early() {
    // Early data says nothing of whether somebody is there: elsewhere the handshake tells that.
    if (!established && mayBeEarly) {
      early = true;
      finish(Optional.empty());
    }
  }

  @Override
  public void established() {
    established = true;
    onEstablished.run();
  }

  /**
   * The codec tells of a handshake that the server ends only when QUIC has drained, which takes
   * three seconds where no round trip was measured (RFC 9000 10.2); nothing is gained by waiting.
   */
  @Override
  public void peerCloses(QuicConnectionCloseEvent close) {
    if (!established && !close.isApplicationClose()) {
      failed(new Refused(close));
      channel().close();
    }
  }

  @Override
  public void gone(QuicWire.Ending ending) {
    gone = Optional.of(ending);
    connection.ifPresent(its -> {
      onBroken.accept(ending);
      its.gone(ending);
    });
  }

  /** Whether the handshake was still under way when it was handed over. */
  boolean isEarly() {
    return early;
  }

  /** Whom it talks to. */
  InetSocketAddress remote() {
    return Objects.requireNonNull(remote);
  }

  /** What went wrong. */
  Optional<Throwable> failure() {
    return failure;
  }

  /** When it began, as the journey tells time. */
  long begin() {
    return begin;
  }

  QuicWire wire() {
    return wire;
  }

  Heard heard() {
    return heard;
  }

  Optional<Path> qlog() {
    return qlog;
  }

  /** The QUIC channel; there from the moment when the attempt has finished well. */
  QuicChannel channel() {
    return Objects.requireNonNull(channel);
  }

  SSLEngine engine() {
    return Objects.requireNonNull(engine);
  }

  /** Our address and port. */
  InetSocketAddress local() {
    return Objects.requireNonNull(socket).localAddress() instanceof InetSocketAddress local
        ? local
        : new InetSocketAddress(0);
  }

  /** A connection id in hexadecimal digits; empty when there is none. */
  static String hex(@Nullable SocketAddress id) {
    Matcher digits = HEX.matcher(String.valueOf(id).replaceFirst("^[^=]*=", ""));
    return digits.find() ? digits.group() : "";
  }

  /**
   * What the kernel says of the socket. Before the handshake is done, that nobody listens there
   * (ICMP) ends the attempt; later anybody could claim that (RFC 9000 14.2.1).
   */
  private final class Refusals extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      if (cause instanceof PortUnreachableException && !established) {
        failed(cause);
        cancel();
      }
    }
  }
}
