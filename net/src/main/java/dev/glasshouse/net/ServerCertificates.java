package dev.glasshouse.net;

import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.util.SimpleKeyManagerFactory;
import java.net.Socket;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that a server shows, chosen by the name that a client says it wants (RFC 6066
 * 3). They can be changed while connections stand: new ones get the new ones.
 */
public final class ServerCertificates {
  private final Map<String, ServerCertificate> byAlias = new ConcurrentHashMap<>();
  private final KeyManagerFactory factory =
      new OpenSslCachingX509KeyManagerFactory(new Factory(new ByName()));
  private final boolean forAll;
  private volatile Function<String, Optional<ServerCertificate>> choice;

  /**
   * Certificates.
   *
   * @param choice by name in lower case; by an empty one where the client says none
   */
  public ServerCertificates(Function<String, Optional<ServerCertificate>> choice) {
    this(choice, false);
  }

  private ServerCertificates(Function<String, Optional<ServerCertificate>> choice, boolean forAll) {
    this.choice = choice;
    this.forAll = forAll;
  }

  /** The same one for all. */
  public static ServerCertificates always(ServerCertificate certificate) {
    return new ServerCertificates(_ -> Optional.of(certificate), true);
  }

  /** Whether names make no difference. */
  boolean isForAll() {
    return forAll;
  }

  /** From now on these are shown; handshakes under way may still show the old ones. */
  public void change(Function<String, Optional<ServerCertificate>> to) {
    choice = to;
  }

  KeyManagerFactory factory() {
    return factory;
  }

  /**
   * What is shown to a client that wants this name; empty for nothing, which ends the handshake.
   */
  public Optional<ServerCertificate> shown(String name) {
    return choice.apply(name.toLowerCase(Locale.ROOT));
  }

  /** Chooses by what the handshake says, and hands out under the fingerprint. */
  private final class ByName extends X509ExtendedKeyManager {
    @Override
    public @Nullable String chooseEngineServerAlias(
        String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
      Optional<ServerCertificate> found = shown(engine == null ? "" : name(engine));
      if (found.isEmpty() || !fits(keyType, found.get().key().getAlgorithm())) {
        return null;
      }
      byAlias.putIfAbsent(found.get().fingerprint(), found.get());
      return found.get().fingerprint();
    }

    private static String name(SSLEngine engine) {
      SSLSession session = engine.getHandshakeSession();
      SSLSession its = session == null ? engine.getSession() : session;
      return its instanceof ExtendedSSLSession extended
          ? extended.getRequestedServerNames().stream()
              .filter(SNIHostName.class::isInstance)
              .map(name -> ((SNIHostName) name).getAsciiName())
              .findFirst()
              .orElse("")
          : "";
    }

    /** BoringSSL names what the signature needs; the key's algorithm comes last. */
    private static boolean fits(String keyType, String algorithm) {
      return keyType.equals(algorithm)
          || keyType.endsWith("_" + algorithm)
          || (keyType.startsWith("Ed") && algorithm.startsWith("Ed"));
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
      ServerCertificate its = byAlias.get(alias);
      return its == null ? null : its.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
      ServerCertificate its = byAlias.get(alias);
      return its == null ? null : its.key();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public @Nullable String chooseServerAlias(
        String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }
  }

  /** What Netty asks for it by. */
  private static final class Factory extends SimpleKeyManagerFactory {
    private final KeyManager manager;

    Factory(KeyManager manager) {
      this.manager = manager;
    }

    @Override
    protected void engineInit(KeyStore store, char[] password) {}

    @Override
    protected void engineInit(ManagerFactoryParameters parameters) {}

    @Override
    protected KeyManager[] engineGetKeyManagers() {
      return new KeyManager[] {manager};
    }
  }
}
