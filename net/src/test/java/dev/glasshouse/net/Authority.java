package dev.glasshouse.net;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;

/** An authority of the tests' own, and the certificates that it issues. */
final class Authority {
  static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  final X509Bundle root;

  Authority() throws Exception {
    this("CN=Glasshouse Test Root");
  }

  Authority(String name) throws Exception {
    root = base().subject(name).setIsCertificateAuthority(true).buildSelfSigned();
  }

  static CertificateBuilder base() {
    return new CertificateBuilder()
        .ecp256()
        .notBefore(NOW.minus(10, ChronoUnit.DAYS))
        .notAfter(NOW.plus(10, ChronoUnit.DAYS));
  }

  /** A good certificate of a server, for this name. */
  X509Bundle issue(String name) throws Exception {
    return issue(name, builder -> builder);
  }

  /** A certificate of a server with something changed. */
  X509Bundle issue(String name, UnaryOperator<CertificateBuilder> change) throws Exception {
    return change
        .apply(base().subject("CN=" + name).addSanDnsName(name).addExtendedKeyUsageServerAuth())
        .buildIssuedBy(root);
  }

  TrustStore store() {
    return TrustStore.pem(root.getCertificatePEM(), "the test's root");
  }

  Path file(Path folder) throws IOException {
    return Files.writeString(folder.resolve("root.pem"), root.getCertificatePEM());
  }
}
