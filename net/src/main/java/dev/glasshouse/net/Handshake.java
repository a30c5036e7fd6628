package dev.glasshouse.net;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.ConnectionReason;
import dev.glasshouse.journey.ConnectionStep;
import dev.glasshouse.journey.Trail;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** One TLS handshake on a TCP connection that stands. */
final class Handshake {
  private final TlsClient client;
  private final Target target;
  private final Target.Tls secure;
  private final long connection;
  private final Deadline deadline;
  private final Trail trail;

  Handshake(
      TlsClient client,
      Target target,
      Target.Tls secure,
      long connection,
      Deadline deadline,
      Trail trail) {
    this.client = client;
    this.target = target;
    this.secure = secure;
    this.connection = connection;
    this.deadline = deadline;
    this.trail = trail;
  }

  /** Shakes hands; closes the channel when that fails. */
  TlsFacts run(Channel channel, InetSocketAddress address) throws DialException {
    long begin = trail.now();
    Optional<SslHandler> handler = Optional.empty();
    try {
      SslHandler ssl = client.handler(secure, target.port(), channel.alloc());
      handler = Optional.of(ssl);
      TlsFacts facts = await(shake(channel, ssl));
      if (trail.on()) {
        trail.add(begin, facts.step(connection, client.options()), facts.because(client.options()));
      }
      return facts;
    } catch (SSLException | ExecutionException e) {
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      throw failed(begin, address, channel, handler, cause == null ? e : cause);
    } catch (TimeoutException e) {
      throw failed(begin, address, channel, handler, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(begin, address, channel, handler, e);
    }
  }

  private CompletableFuture<TlsFacts> shake(Channel channel, SslHandler ssl) {
    var done = new CompletableFuture<TlsFacts>();
    channel
        .eventLoop()
        .execute(() -> {
          channel.pipeline().addBefore(channel.pipeline().lastContext().name(), null, ssl);
          channel.config().setAutoRead(true);
          ssl.sslCloseFuture()
              .addListener(closed -> {
                if (closed.isSuccess()) {
                  channel.pipeline().get(Wire.class).goodbye();
                }
              });
          ssl.handshakeFuture()
              .addListener(future -> {
                channel.config().setAutoRead(false);
                if (future.isSuccess()) {
                  done.complete(client.facts(secure, ssl));
                } else {
                  done.completeExceptionally(future.cause());
                }
              });
        });
    return done;
  }

  private TlsFacts await(CompletableFuture<TlsFacts> done)
      throws ExecutionException, TimeoutException, InterruptedException {
    return done.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
  }

  private DialException failed(
      long begin,
      InetSocketAddress address,
      Channel channel,
      Optional<SslHandler> handler,
      Throwable cause) {
    handler.ifPresent(client::forget);
    channel.close();
    Optional<CertificateProblem> refused = refused(cause);
    String problem = refused.map(CertificateProblem::text).orElseGet(() -> text(cause));
    if (trail.on() && cause instanceof InterruptedException) {
      trail.add(
          begin,
          new ConnectionStep.TlsGivenUp(connection, secure.serverName()),
          Because.of(ConnectionReason.NOT_WANTED));
    } else if (trail.on()) {
      String certificate =
          refused.flatMap(CertificateProblem::certificate).map(CertificateFacts::text).orElse("");
      trail.add(
          begin,
          new ConnectionStep.TlsFailed(connection, secure.serverName(), problem, certificate),
          refused.map(CertificateProblem::because).orElse(Because.HAPPENED));
    }
    if (refused.isPresent()) {
      return new DialException.BadCertificate(target, address, refused.get());
    }
    var attempts = List.of(new DialException.Attempt(address, problem));
    return switch (cause) {
      case InterruptedException e -> new DialException.Cancelled(target, attempts);
      case TimeoutException e -> DialException.TimedOut.shaking(target, attempts);
      case ClosedChannelException e -> new DialException.Reset(target, attempts);
      case SSLException e -> new DialException.TlsBroken(target, address, problem);
      default -> new DialException.Reset(target, attempts);
    };
  }

  private static Optional<CertificateProblem> refused(Throwable cause) {
    Throwable at = cause;
    for (int depth = 0; at != null && depth < 16; depth++) {
      if (at instanceof CertificateJudge.CertificateRefused refused) {
        return Optional.of(refused.problem());
      }
      at = at.getCause();
    }
    return Optional.empty();
  }

  private static String text(Throwable cause) {
    return switch (cause) {
      case TimeoutException e -> "no answer in time during the TLS handshake";
      case ClosedChannelException e -> "the peer closed the connection during the TLS handshake";
      case InterruptedException e -> "nobody wants the connection any more";
      default -> {
        Throwable root = root(cause);
        yield root.getMessage() == null ? root.toString() : HandshakeFault.text(root.getMessage());
      }
    };
  }

  /**
   * What is behind the general words of the TLS library: a trust store that cannot be read, say.
   */
  private static Throwable root(Throwable cause) {
    Throwable at = cause;
    for (int depth = 0; at.getCause() != null && depth < 16; depth++) {
      at = at.getCause();
    }
    return at;
  }
}
