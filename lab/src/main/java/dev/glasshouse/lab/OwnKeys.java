package dev.glasshouse.lab;

import dev.glasshouse.net.LocalAuthority;
import dev.glasshouse.net.NamedTrust;
import dev.glasshouse.net.ServerCertificate;
import dev.glasshouse.net.ServerCertificates;
import dev.glasshouse.net.TlsServer;
import dev.glasshouse.net.TrustStore;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The certificate of the built-in hosts, and the authority that issued it. Both are made when they
 * are needed first, live as long as this object, and are trusted for the built-in names alone.
 */
final class OwnKeys implements NamedTrust, AutoCloseable {
  /** The protocols over TCP, the best first. */
  private static final List<String> ALPN = List.of("h2", "http/1.1");

  private final Predicate<String> own;
  private @Nullable LocalAuthority authority;
  private @Nullable TlsServer tls;
  private boolean closed;

  /**
   * Keys.
   *
   * @param own whether a name is of the built-in internet
   */
  OwnKeys(Predicate<String> own) {
    this.own = own;
  }

  /**
   * TLS with one certificate for all hosts: a QUIC port has early data for one only. Takes a while
   * for the first time: not for event loops.
   *
   * @throws IOException when keys or BoringSSL cannot be had
   */
  synchronized TlsServer tls() throws IOException {
    if (closed) {
      throw new IOException("the built-in internet is closed");
    }
    if (tls == null) {
      List<String> names = BuiltInHost.ALL.stream().map(BuiltInHost::name).toList();
      ServerCertificate shown = authority().issue(names, List.of(), Instant.now());
      tls = TlsServer.of(ServerCertificates.always(shown), ALPN);
    }
    return tls;
  }

  private synchronized LocalAuthority authority() throws IOException {
    if (authority == null) {
      authority = LocalAuthority.ofThisRun(Instant.now());
    }
    return authority;
  }

  @Override
  public boolean holdsFor(String host) {
    return own.test(host);
  }

  @Override
  public TrustStore trusted() throws IOException {
    return authority().trust();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (tls != null) {
      tls.close();
      tls = null;
    }
  }
}
