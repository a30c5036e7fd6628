package dev.glasshouse.net;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate authority of one's own, for tests. It is kept in a folder, its certificate in
 * {@code authority.pem}, its key in {@code authority.key}, which only its owner can read; or
 * nowhere, and ends with the program. Whoever trusts it trusts everybody who has the key, so it is
 * made anew for each machine, and issues for a short time.
 */
public final class LocalAuthority {
  /** How long an authority holds: ten years; who trusts it should not have to again. */
  private static final Duration AUTHORITY = Duration.ofDays(3650);

  /** How long a leaf holds: 90 days; a server that runs longer is started anew. */
  private static final Duration LEAF = Duration.ofDays(90);

  /** Clocks of clients may be a little late. */
  private static final Duration BEFORE = Duration.ofHours(1);

  private static final String CERTIFICATE = "authority.pem";
  private static final String KEY = "authority.key";

  /** What an authority is made of. */
  private record Made(X509Certificate certificate, KeyPair keys) {}

  private final Optional<Path> folder;
  private final ServerCertificate own;

  private LocalAuthority(Optional<Path> folder, ServerCertificate own) {
    this.folder = folder;
    this.own = own;
  }

  /**
   * The authority of a folder; made where there is none.
   *
   * @throws IOException when it cannot be read or made, or its key can be read by others
   */
  public static LocalAuthority in(Path folder, Instant now) throws IOException {
    Files.createDirectories(folder);
    Path certificate = folder.resolve(CERTIFICATE);
    Path key = folder.resolve(KEY);
    if (!Files.exists(key)) {
      make(certificate, key, now);
    }
    if (!Files.exists(certificate)) {
      throw new IOException("there is " + key + ", and no " + CERTIFICATE + " beside it");
    }
    if (mayBeReadByOthers(key)) {
      throw new IOException(key + " can be read by others: that key is to be nobody's but yours");
    }
    ServerCertificate own =
        ServerCertificate.pem(Files.readString(certificate), Files.readString(key));
    if (own.chain().getFirst().getNotAfter().toInstant().isBefore(now)) {
      throw new IOException(certificate + " has run out: remove it and its key for a new one");
    }
    return new LocalAuthority(Optional.of(folder), own);
  }

  /**
   * One that is kept nowhere: only this run of the program has its key.
   *
   * @throws IOException when it cannot be made
   */
  public static LocalAuthority ofThisRun(Instant now) throws IOException {
    try {
      Made made = make(now);
      return new LocalAuthority(
          Optional.empty(),
          new ServerCertificate(
              List.of(made.certificate()),
              made.keys().getPrivate(),
              fingerprint(made.certificate())));
    } catch (GeneralSecurityException e) {
      throw new IOException("no authority can be made: " + e.getMessage(), e);
    }
  }

  private static Made make(Instant now) throws GeneralSecurityException {
    KeyPair keys = Issuing.keys();
    var name =
        new X500Principal(
            "CN=Glasshouse local authority " + HexFormat.of().toHexDigits(now.toEpochMilli(), 10));
    return new Made(
        Issuing.authority(name, keys, new Issuing.Span(now.minus(BEFORE), now.plus(AUTHORITY))),
        keys);
  }

  private static String fingerprint(X509Certificate of) throws GeneralSecurityException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(of.getEncoded()));
  }

  private static void make(Path certificate, Path key, Instant now) throws IOException {
    try {
      Made made = make(now);
      Path fresh = certificate.resolveSibling(CERTIFICATE + ".part");
      Files.writeString(fresh, Issuing.pem("CERTIFICATE", made.certificate().getEncoded()));
      Path secret = Files.createTempFile(key.getParent(), KEY, ".part");
      Files.writeString(secret, Issuing.pem("PRIVATE KEY", made.keys().getPrivate().getEncoded()));
      Files.move(fresh, certificate, StandardCopyOption.ATOMIC_MOVE);
      Files.move(secret, key, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(e.getFile() + " is in the way", e);
    } catch (GeneralSecurityException e) {
      throw new IOException("no authority can be made: " + e.getMessage(), e);
    }
  }

  private static boolean mayBeReadByOthers(Path key) throws IOException {
    try {
      Set<PosixFilePermission> all = Files.getPosixFilePermissions(key);
      return !PosixFilePermissions.fromString("rw-------").containsAll(all);
    } catch (UnsupportedOperationException e) {
      return false;
    }
  }

  /**
   * Where its certificate is: what clients have to be told to trust.
   *
   * @throws IllegalStateException when it is kept nowhere
   */
  public Path certificate() {
    return folder
        .orElseThrow(() -> new IllegalStateException("it is kept nowhere"))
        .resolve(CERTIFICATE);
  }

  /** Itself, and no other authority. */
  public TrustStore trust() {
    return TrustStore.of(own.chain().getFirst());
  }

  /** The SHA-256 of its certificate, in hexadecimal digits. */
  public String fingerprint() {
    return own.fingerprint();
  }

  /**
   * A certificate for a server.
   *
   * @param names the names that it holds for, wildcards among them
   * @param addresses the addresses that it holds for
   * @throws IOException when it cannot be made
   */
  public ServerCertificate issue(List<String> names, Collection<InetAddress> addresses, Instant now)
      throws IOException {
    try {
      KeyPair keys = Issuing.keys();
      X509Certificate root = own.chain().getFirst();
      X509Certificate made =
          Issuing.server(
              new Issuing.Issuer(root.getSubjectX500Principal(), root.getPublicKey(), own.key()),
              names,
              addresses,
              keys.getPublic(),
              new Issuing.Span(now.minus(BEFORE), now.plus(LEAF)));
      return new ServerCertificate(List.of(made, root), keys.getPrivate(), fingerprint(made));
    } catch (GeneralSecurityException e) {
      throw new IOException("no certificate can be made: " + e.getMessage(), e);
    }
  }
}
