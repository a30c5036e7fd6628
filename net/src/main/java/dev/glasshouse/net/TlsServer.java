package dev.glasshouse.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;

/**
 * The server's side of TLS 1.2 and 1.3, by BoringSSL, with a certificate for each name that clients
 * ask for. Sessions can be resumed, by tickets.
 */
public final class TlsServer implements AutoCloseable {
  private final SslContext context;
  private final Limits limits;
  private final ServerCertificates certificates;

  private TlsServer(SslContext context, Limits limits, ServerCertificates certificates) {
    this.context = context;
    this.limits = limits;
    this.certificates = certificates;
  }

  /**
   * A server with the certificate in two files.
   *
   * @param chain its certificate and the intermediates, PEM
   * @param key its private key, PEM, PKCS #8
   * @param alpn the protocols that it speaks, the best first; may be empty
   * @throws IOException when the files cannot be read, or do not hold what they should
   */
  public static TlsServer open(Path chain, Path key, List<String> alpn) throws IOException {
    String certificate = Files.readString(chain);
    String secret = Files.readString(key);
    try {
      return pem(certificate, secret, alpn);
    } catch (IOException e) {
      throw new IOException(chain + " and " + key + ": " + e.getMessage(), e);
    }
  }

  /**
   * A server with the certificate in two texts.
   *
   * @throws IOException when the texts do not hold what they should
   */
  public static TlsServer pem(String chain, String key, List<String> alpn) throws IOException {
    return of(ServerCertificates.always(ServerCertificate.pem(chain, key)), alpn);
  }

  /**
   * A server with a certificate for each name.
   *
   * @param alpn the protocols that it speaks, the best first; may be empty
   * @throws IOException when BoringSSL cannot be had
   */
  public static TlsServer of(ServerCertificates certificates, List<String> alpn)
      throws IOException {
    SslContextBuilder builder =
        SslContextBuilder.forServer(certificates.factory())
            .sslProvider(SslProvider.OPENSSL_REFCNT)
            .protocols("TLSv1.3", "TLSv1.2")
            .sessionTimeout(Duration.ofHours(2).toSeconds());
    if (!alpn.isEmpty()) {
      builder.applicationProtocolConfig(
          new ApplicationProtocolConfig(
              Protocol.ALPN,
              SelectorFailureBehavior.NO_ADVERTISE,
              SelectedListenerFailureBehavior.ACCEPT,
              alpn));
    }
    SslContext context = builder.build();
    if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
      sessions.setTicketKeys(TlsTickets.key());
    }
    return new TlsServer(context, Limits.DEFAULT, certificates);
  }

  /** Whether it shows everybody the same certificate. */
  public boolean isForAll() {
    return certificates.isForAll();
  }

  /** What it shows to a client that wants this name, empty for none; empty for nothing. */
  public Optional<ServerCertificate> shown(String name) {
    return certificates.shown(name);
  }

  /** What it shows: for QUIC, whose handshakes are TLS's too. */
  public KeyManagerFactory keys() {
    return certificates.factory();
  }

  /** The handler that shakes hands on one accepted connection, with a deadline of its own. */
  public SslHandler handler(ByteBufAllocator allocator) {
    SslHandler handler = context.newHandler(allocator);
    handler.setHandshakeTimeoutMillis(limits.handshake().toMillis());
    return handler;
  }

  /** Frees BoringSSL's memory; connections that stand keep what they need. */
  @Override
  public void close() {
    ReferenceCountUtil.release(context);
  }
}
