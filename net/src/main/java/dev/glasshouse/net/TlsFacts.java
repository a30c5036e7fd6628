package dev.glasshouse.net;

import java.util.List;
import java.util.Optional;

/**
 * What a TLS handshake agreed on.
 *
 * @param version for example TLSv1.3
 * @param cipher the cipher suite
 * @param alpn the protocol agreed on; empty when none was
 * @param serverName the name that was sent (SNI); empty when none was
 * @param resumed whether an earlier session was resumed
 * @param chain the peer's certificates, its own first; on a resumed session those of the first one
 * @param ignored what is wrong with the certificate, and was ignored because that was asked for
 */
public record TlsFacts(
    String version,
    String cipher,
    Optional<String> alpn,
    Optional<String> serverName,
    boolean resumed,
    List<CertificateFacts> chain,
    Optional<CertificateProblem> ignored) {

  /** Copies the list. */
  public TlsFacts {
    chain = List.copyOf(chain);
  }
}
