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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/**
 * The server's side of TLS 1.2 and 1.3, by BoringSSL, with one certificate. Sessions can be
 * resumed, by tickets.
 */
public final class TlsServer implements AutoCloseable {
  private final SslContext context;
  private final Limits limits;
  private final String chain;
  private final String key;

  private TlsServer(SslContext context, Limits limits, String chain, String key) {
    this.context = context;
    this.limits = limits;
    this.chain = chain;
    this.key = key;
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
    try {
      return pem(Files.readString(chain), Files.readString(key), alpn);
    } catch (IllegalArgumentException e) {
      throw new IOException(chain + " and " + key + ": " + e.getMessage(), e);
    }
  }

  /**
   * A server with the certificate in two texts.
   *
   * @throws IllegalArgumentException when the texts do not hold what they should
   */
  public static TlsServer pem(String chain, String key, List<String> alpn) throws IOException {
    SslContextBuilder builder =
        SslContextBuilder.forServer(stream(chain), stream(key))
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
    return new TlsServer(context, Limits.DEFAULT, chain, key);
  }

  /** Its certificate and the intermediates: for QUIC, whose handshakes are TLS's too. */
  public List<X509Certificate> chain() throws CertificateException {
    return CertificateFactory.getInstance("X.509").generateCertificates(stream(chain)).stream()
        .map(X509Certificate.class::cast)
        .toList();
  }

  /**
   * Its private key.
   *
   * @throws GeneralSecurityException when it is of a kind that is not known here
   */
  public PrivateKey privateKey() throws GeneralSecurityException {
    String body = key.replaceAll("-----[^-]*-----", "").replaceAll("\\s", "");
    var spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body));
    for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException _) {
        // Of another kind.
      }
    }
    throw new InvalidKeySpecException("neither EC nor RSA nor Ed25519");
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
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
