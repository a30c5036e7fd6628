package dev.glasshouse.http.h3;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** An authority of the tests' own, with one certificate for {@code www.site.test}. */
final class Authority {
  static final String NAME = "www.site.test";

  private final X509Bundle root;
  private final X509Bundle site;

  Authority() throws Exception {
    this(0);
  }

  /**
   * An authority.
   *
   * @param moreNames how many names more its certificate has, to be of some size
   */
  Authority(int moreNames) throws Exception {
    root =
        base().subject("CN=Glasshouse Test Root").setIsCertificateAuthority(true).buildSelfSigned();
    CertificateBuilder builder =
        base()
            .subject("CN=" + NAME)
            .addSanDnsName(NAME)
            .addSanDnsName("localhost")
            .addExtendedKeyUsageServerAuth();
    for (int i = 0; i < moreNames; i++) {
      builder.addSanDnsName("another-name-of-the-site-" + i + ".site.test");
    }
    site = builder.buildIssuedBy(root);
  }

  private static CertificateBuilder base() {
    Instant now = Instant.now();
    return new CertificateBuilder()
        .ecp256()
        .notBefore(now.minus(1, ChronoUnit.DAYS))
        .notAfter(now.plus(10, ChronoUnit.DAYS));
  }

  String chain() {
    return site.getCertificatePathPEM();
  }

  String key() {
    return site.getPrivateKeyPEM();
  }

  Path root(Path folder) throws IOException {
    return Files.writeString(folder.resolve("root.pem"), root.getCertificatePEM());
  }

  Path chain(Path folder) throws IOException {
    return Files.writeString(folder.resolve("chain.pem"), chain());
  }

  Path key(Path folder) throws IOException {
    return Files.writeString(folder.resolve("key.pem"), key());
  }
}
