package dev.glasshouse.app;

import dev.glasshouse.net.SelfSigned;
import dev.glasshouse.net.TlsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A certificate and its key, as a server shows them.
 *
 * @param chain the certificate and its intermediates, PEM
 * @param key the private key, PEM, PKCS #8
 * @param where whence it is, in words
 */
record Certificate(String chain, String key, String where) {
  private static final Duration HOLDS = Duration.ofDays(30);

  /**
   * One in two files.
   *
   * @throws IOException when they cannot be read, or do not hold what they should
   */
  static Certificate in(Path chain, Path key) throws IOException {
    // Read once here, so that what is wrong is told before anything listens.
    TlsServer.open(chain, key, List.of()).close();
    return new Certificate(
        Files.readString(chain), Files.readString(key), "the certificate is that of " + chain);
  }

  /**
   * One that nobody has signed but itself, for {@code localhost} and these addresses.
   *
   * @throws IOException when this Java cannot make it
   */
  static Certificate selfMade(List<InetSocketAddress> places) throws IOException {
    return selfMade(List.of("localhost"), addresses(places));
  }

  /**
   * One that nobody has signed but itself, for these names and addresses.
   *
   * @throws IOException when this Java cannot make it
   */
  static Certificate selfMade(List<String> names, Collection<InetAddress> addresses)
      throws IOException {
    Instant now = Instant.now();
    try {
      SelfSigned made =
          SelfSigned.make(names, addresses, now.minus(Duration.ofHours(1)), now.plus(HOLDS));
      return new Certificate(
          made.chain(),
          made.key(),
          "the certificate is self-made, for "
              + HOLDS.toDays()
              + " days: clients have to be told to take it; its SHA-256 is "
              + made.fingerprint());
    } catch (GeneralSecurityException e) {
      throw new IOException("no certificate can be made: " + e.getMessage(), e);
    }
  }

  /** The addresses themselves; those of this machine for one that stands for all. */
  private static Set<InetAddress> addresses(List<InetSocketAddress> places) throws SocketException {
    var all = new LinkedHashSet<InetAddress>();
    for (InetSocketAddress place : places) {
      if (place.getAddress().isAnyLocalAddress()) {
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .forEach(all::add);
      } else {
        all.add(place.getAddress());
      }
    }
    return all;
  }

  /** A server of TLS that shows it and speaks these protocols. */
  TlsServer server(String... alpn) throws IOException {
    return TlsServer.pem(chain, key, List.of(alpn));
  }

  /** Without the key: secrets are not told. */
  @Override
  public String toString() {
    return where;
  }
}
