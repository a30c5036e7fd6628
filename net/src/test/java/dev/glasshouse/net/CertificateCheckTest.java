package dev.glasshouse.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.net.CertificateProblem.Kind;
import io.netty.pkitesting.X509Bundle;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of good and of wrong certificates. */
class CertificateCheckTest {
  private static final String NAME = "www.site.test";
  private final Authority authority = new Authority();
  private final CertificateCheck check = new CertificateCheck(authority.store(), Limits.DEFAULT);

  CertificateCheckTest() throws Exception {}

  private List<CertificateProblem> problems(X509Bundle bundle) {
    return check.problems(List.of(bundle.getCertificatePath()), NAME, Authority.NOW);
  }

  private void only(X509Bundle bundle, Kind kind, String text) {
    assertThat(problems(bundle))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.kind()).isEqualTo(kind);
          assertThat(problem.text()).contains(text);
          assertThat(problem.certificate()).isPresent();
        });
  }

  @Test
  void aGoodOneIsGood() throws Exception {
    assertThat(problems(authority.issue(NAME))).isEmpty();
  }

  @Test
  void aGoodOneWithAnIntermediateInAnyOrder() throws Exception {
    X509Bundle middle =
        Authority.base()
            .subject("CN=Middle")
            .setIsCertificateAuthority(true)
            .buildIssuedBy(authority.root);
    X509Bundle leaf = Authority.base().subject("CN=x").addSanDnsName(NAME).buildIssuedBy(middle);
    X509Bundle stranger = new Authority("CN=Stranger").root;
    List<X509Certificate> chain =
        List.of(
            leaf.getCertificate(),
            stranger.getCertificate(),
            authority.root.getCertificate(),
            middle.getCertificate());
    assertThat(check.problems(chain, NAME, Authority.NOW)).isEmpty();
    assertThat(check.problems(List.of(leaf.getCertificate()), NAME, Authority.NOW))
        .singleElement()
        .satisfies(p -> assertThat(p.kind()).isEqualTo(Kind.UNKNOWN_ISSUER));
  }

  @Test
  void expired() throws Exception {
    only(
        authority.issue(NAME, b -> b.notAfter(Authority.NOW.minus(1, ChronoUnit.DAYS))),
        Kind.EXPIRED,
        "it expired on " + Authority.NOW.minus(1, ChronoUnit.DAYS));
  }

  @Test
  void notYetValid() throws Exception {
    only(
        authority.issue(NAME, b -> b.notBefore(Authority.NOW.plus(1, ChronoUnit.DAYS))),
        Kind.NOT_YET_VALID,
        "it is not valid before " + Authority.NOW.plus(1, ChronoUnit.DAYS));
  }

  @Test
  void wrongName() throws Exception {
    only(
        authority.issue("other.test", b -> b.addSanDnsName("more.test")),
        Kind.WRONG_NAME,
        "it is for other.test, more.test, not for www.site.test");
  }

  @Test
  void theCommonNameIsNoName() throws Exception {
    only(
        Authority.base().subject("CN=" + NAME).buildIssuedBy(authority.root),
        Kind.WRONG_NAME,
        "it is for no name at all");
  }

  @Test
  void unknownIssuer() throws Exception {
    only(
        new Authority("CN=Stranger").issue(NAME),
        Kind.UNKNOWN_ISSUER,
        "CN=Stranger, is not one that we trust");
  }

  @Test
  void anIssuerOfTheRightNameWithAnotherKey() throws Exception {
    X509Bundle impostor = new Authority().issue(NAME);
    assertThat(problems(impostor))
        .singleElement()
        .satisfies(p -> assertThat(p.kind()).isIn(Kind.BAD_CHAIN, Kind.UNKNOWN_ISSUER));
  }

  @Test
  void selfSigned() throws Exception {
    X509Bundle own =
        Authority.base()
            .subject("CN=" + NAME)
            .addSanDnsName(NAME)
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    only(own, Kind.SELF_SIGNED, "signed by itself");
    var trusting =
        new CertificateCheck(TrustStore.pem(own.getCertificatePEM(), "own"), Limits.DEFAULT);
    assertThat(trusting.problems(List.of(own.getCertificatePath()), NAME, Authority.NOW)).isEmpty();
  }

  @Test
  void anIssuerThatMayNotIssue() throws Exception {
    X509Bundle middle =
        Authority.base()
            .subject("CN=Middle")
            .setIsCertificateAuthority(true)
            .setPathLengthConstraint(OptionalInt.of(0))
            .buildIssuedBy(authority.root);
    X509Bundle lower =
        Authority.base().subject("CN=Lower").setIsCertificateAuthority(true).buildIssuedBy(middle);
    X509Bundle leaf = Authority.base().subject("CN=x").addSanDnsName(NAME).buildIssuedBy(lower);
    only(leaf, Kind.BAD_CHAIN, "its chain does not hold");
  }

  @Test
  void weakKey() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    var pair = generator.generateKeyPair();
    assertThat(problems(authority.issue(NAME, b -> b.publicKey(pair.getPublic()))))
        .first()
        .satisfies(p -> {
          assertThat(p.kind()).isEqualTo(Kind.WEAK_KEY);
          assertThat(p.text()).contains("RSA 1024");
        });
  }

  @Test
  void notForServers() throws Exception {
    only(
        Authority.base()
            .subject("CN=client")
            .addSanDnsName(NAME)
            .addExtendedKeyUsageClientAuth()
            .buildIssuedBy(authority.root),
        Kind.NOT_FOR_SERVERS,
        "not for servers");
  }

  @Test
  void tellsAllThatIsWrong() throws Exception {
    assertThat(
            problems(
                authority.issue(
                    "other.test", b -> b.notAfter(Authority.NOW.minus(1, ChronoUnit.DAYS)))))
        .extracting(CertificateProblem::kind)
        .containsExactly(Kind.EXPIRED, Kind.WRONG_NAME);
  }

  @Test
  void noCertificateAtAll() {
    assertThat(check.problems(List.of(), NAME, Authority.NOW)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "www.site.test, www.site.test, true",
    "WWW.Site.Test, www.site.test, true",
    "www.site.test, www.site.test., true",
    "*.site.test, www.site.test, true",
    "*.site.test, site.test, false",
    "*.site.test, a.www.site.test, false",
    "w*.site.test, www.site.test, false",
    "*.test, site.test, false",
    "*, site, false",
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.2, false",
    "2001:db8:0:0:0:0:0:1, 2001:db8::1, true",
    "*.0.2.1, 192.0.2.1, false",
  })
  void matchesNames(String has, String wanted, boolean matches) {
    assertThat(CertificateNames.match(List.of(has), wanted)).isEqualTo(matches);
  }

  @Test
  void aTrustStoreSurvivesRubbish() {
    String pem = "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n";
    assertThat(TrustStore.pem(pem + authority.root.getCertificatePEM() + pem, "x").size())
        .isEqualTo(1);
    for (int i = 0; i < 40; i++) {
      byte[] bytes = new byte[i];
      java.util.Arrays.fill(bytes, (byte) 0xff);
      assertThat(TrustStore.subject(bytes)).isEmpty();
    }
  }

  @Test
  void javasOwnAuthoritiesAreRead() throws Exception {
    assertThat(TrustStore.java().size()).isGreaterThan(20);
  }
}
