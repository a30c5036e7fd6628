package dev.glasshouse.net;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ConnectionReason;
import dev.glasshouse.journey.ConnectionStep;
import dev.glasshouse.journey.Trail;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Instant;
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
        trail.add(begin, step(facts), why(facts));
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
          channel.pipeline().addBefore(channel.pipeline().lastContext().name(), "tls", ssl);
          channel.config().setAutoRead(true);
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

  private ConnectionStep.TlsShaken step(TlsFacts facts) {
    List<CertificateFacts> chain = facts.chain();
    return new ConnectionStep.TlsShaken(
        connection,
        facts.version(),
        facts.cipher(),
        facts.alpn().orElse(""),
        facts.serverName().orElse(""),
        facts.resumed(),
        client.options().verification() == TlsOptions.Verification.STRICT,
        facts.ignored().map(CertificateProblem::text).orElse(""),
        chain.isEmpty() ? "" : chain.getFirst().subject(),
        chain.isEmpty() ? "" : chain.getFirst().issuer(),
        chain.isEmpty() ? Instant.EPOCH : chain.getFirst().notAfter());
  }

  private Because why(TlsFacts facts) {
    if (client.options().verification() == TlsOptions.Verification.INSECURE) {
      return Because.of(ConnectionReason.TLS_INSECURE);
    }
    return facts.resumed()
        ? Because.of(ConnectionReason.TLS_RESUMED, Clause.rfc(8446, "2.2"))
        : Because.of(ConnectionReason.TLS_CHECKED, Clause.rfc(9525, "6"));
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
    if (trail.on()) {
      String certificate =
          refused.flatMap(CertificateProblem::certificate).map(Handshake::facts).orElse("");
      trail.add(
          begin,
          new ConnectionStep.TlsFailed(connection, secure.serverName(), problem, certificate),
          refused
              .map(p -> Because.of(reason(p.kind()), clause(p.kind())))
              .orElse(Because.HAPPENED));
    }
    if (refused.isPresent()) {
      return new DialException.BadCertificate(target, address, refused.get());
    }
    var attempts = List.of(new DialException.Attempt(address, problem));
    return switch (cause) {
      case TimeoutException e -> new DialException.TimedOut(target, attempts);
      case ClosedChannelException e -> new DialException.Reset(target, attempts);
      case SSLException e -> new DialException.TlsBroken(target, address, problem);
      default -> new DialException.Reset(target, attempts);
    };
  }

  private static String facts(CertificateFacts facts) {
    return "for "
        + facts.subject()
        + ", names "
        + String.join(", ", facts.names())
        + ", from "
        + facts.issuer()
        + ", valid "
        + facts.notBefore()
        + " to "
        + facts.notAfter()
        + ", "
        + facts.key()
        + ", "
        + facts.signature()
        + ", SHA-256 "
        + facts.fingerprint();
  }

  private static Optional<CertificateProblem> refused(Throwable cause) {
    Throwable at = cause;
    for (int depth = 0; at != null && depth < 16; depth++) {
      if (at instanceof TlsClient.CertificateRefused refused) {
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
      default -> cause.getMessage() == null ? cause.toString() : cause.getMessage();
    };
  }

  private static ConnectionReason reason(CertificateProblem.Kind kind) {
    return switch (kind) {
      case EXPIRED -> ConnectionReason.CERTIFICATE_EXPIRED;
      case NOT_YET_VALID -> ConnectionReason.CERTIFICATE_NOT_YET_VALID;
      case WRONG_NAME -> ConnectionReason.CERTIFICATE_WRONG_NAME;
      case UNKNOWN_ISSUER -> ConnectionReason.CERTIFICATE_UNKNOWN_ISSUER;
      case SELF_SIGNED -> ConnectionReason.CERTIFICATE_SELF_SIGNED;
      case WEAK_KEY, WEAK_SIGNATURE -> ConnectionReason.CERTIFICATE_WEAK;
      case NOT_FOR_SERVERS, BAD_CHAIN -> ConnectionReason.CERTIFICATE_BAD;
    };
  }

  private static Clause clause(CertificateProblem.Kind kind) {
    return switch (kind) {
      case EXPIRED, NOT_YET_VALID -> Clause.rfc(5280, "4.1.2.5");
      case WRONG_NAME -> Clause.rfc(9525, "6");
      case UNKNOWN_ISSUER, SELF_SIGNED, BAD_CHAIN -> Clause.rfc(5280, "6");
      case NOT_FOR_SERVERS -> Clause.rfc(5280, "4.2.1.12");
      case WEAK_KEY, WEAK_SIGNATURE -> Clause.NONE;
    };
  }
}
