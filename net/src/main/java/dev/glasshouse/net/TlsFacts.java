package dev.glasshouse.net;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ConnectionReason;
import dev.glasshouse.journey.ConnectionStep;
import java.time.Instant;
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

  /** The step that tells of it. */
  public ConnectionStep.TlsShaken step(long connection, TlsOptions options) {
    return new ConnectionStep.TlsShaken(
        connection,
        version,
        cipher,
        alpn.orElse(""),
        serverName.orElse(""),
        resumed,
        options.verification() == TlsOptions.Verification.STRICT,
        ignored.map(CertificateProblem::text).orElse(""),
        chain.isEmpty() ? "" : chain.getFirst().subject(),
        chain.isEmpty() ? "" : chain.getFirst().issuer(),
        chain.isEmpty() ? Instant.EPOCH : chain.getFirst().notAfter());
  }

  /** Why the peer is believed. */
  public Because because(TlsOptions options) {
    if (options.verification() == TlsOptions.Verification.INSECURE) {
      return Because.of(ConnectionReason.TLS_INSECURE);
    }
    if (resumed) {
      return Because.of(ConnectionReason.TLS_RESUMED, Clause.rfc(8446, "2.2"));
    }
    return serverName.filter(options.named()::holdsFor).isPresent()
        ? Because.of(ConnectionReason.TLS_OWN_AUTHORITY, Clause.rfc(9525, "6"))
        : Because.of(ConnectionReason.TLS_CHECKED, Clause.rfc(9525, "6"));
  }
}
