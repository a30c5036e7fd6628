package dev.glasshouse.dns.dnssec;

import static dev.glasshouse.dns.dnssec.TestZone.FROM;
import static dev.glasshouse.dns.dnssec.TestZone.NOW;
import static dev.glasshouse.dns.dnssec.TestZone.TO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.journey.DnssecReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;

/** RFC 4035 section 5.3: one set, its signatures, a zone's keys. */
class SignatureCheckTest {
  private final TestZone zone = new TestZone("example", Policy.ECDSA_P256);

  private Verdict check(SignedSet set, Instant now) {
    return SignatureCheck.check(
            set, zone.name, List.of(zone.key), Policy.DEFAULT, now, Budget.usual())
        .verdict();
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 10, 13, 14, 15, 16})
  void everyAlgorithm(int algorithm) {
    var own = new TestZone("example", algorithm);
    SignedSet set = own.signed("www.example A 192.0.2.1", "www.example A 192.0.2.2");
    Verdict verdict =
        SignatureCheck.check(set, own.name, List.of(own.key), Policy.DEFAULT, NOW, Budget.usual())
            .verdict();
    assertThat(verdict.status()).isEqualTo(Status.SECURE);
    SignedSet other =
        new SignedSet(
            set.name(),
            set.type(),
            set.dclass(),
            List.of(TestZone.record("www.example A 192.0.2.3")),
            set.signatures());
    assertThat(
            SignatureCheck.check(
                    other, own.name, List.of(own.key), Policy.DEFAULT, NOW, Budget.usual())
                .verdict()
                .reason())
        .isEqualTo(DnssecReason.SIGNATURE_WRONG);
  }

  @Test
  void orderAndCaseAndRepetitionDoNotCount() {
    SignedSet set = zone.signed("www.example MX 10 Mail.Example.", "www.example MX 5 b.example.");
    var mixed = new ArrayList<Record>(set.records());
    Collections.reverse(mixed);
    mixed.add(TestZone.record("WWW.example MX 10 mail.EXAMPLE."));
    SignedSet same =
        new SignedSet(
            TestZone.name("WwW.eXample"), set.type(), set.dclass(), mixed, set.signatures());
    assertThat(check(same, NOW).status()).isEqualTo(Status.SECURE);
  }

  @Test
  void namesOfNewTypesKeepTheirCase() {
    SignedSet set = zone.signed("www.example HTTPS 1 Other.Example.");
    SignedSet lowered =
        new SignedSet(
            set.name(),
            set.type(),
            set.dclass(),
            List.of(TestZone.record("www.example HTTPS 1 other.example.")),
            set.signatures());
    assertThat(check(set, NOW).status()).isEqualTo(Status.SECURE);
    assertThat(check(lowered, NOW).status()).isEqualTo(Status.BOGUS);
  }

  @Test
  void onlyInItsTime() {
    SignedSet set = zone.signed("www.example A 192.0.2.1");
    assertThat(check(set, FROM).status()).isEqualTo(Status.SECURE);
    assertThat(check(set, TO).status()).isEqualTo(Status.SECURE);
    assertThat(check(set, TO.plusSeconds(1)))
        .matches(v -> v.reason() == DnssecReason.SIGNATURE_EXPIRED && v.error() == 7);
    assertThat(check(set, FROM.minusSeconds(1)))
        .matches(v -> v.reason() == DnssecReason.SIGNATURE_NOT_YET && v.error() == 8);
  }

  @Test
  void timesGoRoundIn2106() {
    Instant late = Instant.ofEpochSecond((1L << 32) - 100);
    SignedSet set =
        zone.sign(
            TestZone.unsigned("www.example A 192.0.2.1"),
            late,
            // the same 32 bits as 100 seconds later than 2^32
            Instant.ofEpochSecond(100));
    assertThat(check(set, late.plusSeconds(50)).status()).isEqualTo(Status.SECURE);
    assertThat(check(set, late.plusSeconds(150)).status()).isEqualTo(Status.SECURE);
    assertThat(check(set, late.plusSeconds(250)).status()).isEqualTo(Status.BOGUS);
  }

  @Test
  void wildcardsAreCheckedAsWhatWasSigned() {
    SignedSet star = zone.signed("*.example A 192.0.2.1");
    SignedSet answer =
        new SignedSet(
            TestZone.name("a.b.example"),
            star.type(),
            star.dclass(),
            List.of(TestZone.record("a.b.example A 192.0.2.1")),
            star.signatures());
    assertThat(check(star, NOW).status()).isEqualTo(Status.SECURE);
    assertThat(star.expanded(star.signatures().getFirst())).isFalse();
    assertThat(check(answer, NOW).status()).isEqualTo(Status.SECURE);
    assertThat(answer.expanded(answer.signatures().getFirst())).isTrue();
  }

  @Test
  void noSignatureAndForeignSigners() {
    assertThat(check(TestZone.unsigned("www.example A 192.0.2.1"), NOW))
        .matches(v -> v.reason() == DnssecReason.NO_SIGNATURE && v.error() == 10);
    SignedSet other =
        new TestZone("other", Policy.ECDSA_P256)
            .sign(TestZone.unsigned("www.example A 192.0.2.1"), FROM, TO);
    assertThat(check(other, NOW).reason()).isEqualTo(DnssecReason.SIGNER_OUTSIDE);
    SignedSet unknown = new TestZone("example", Policy.ECDSA_P256).signed("www.example A 1.2.3.4");
    assertThat(check(unknown, NOW))
        .matches(v -> v.reason() == DnssecReason.NO_SUCH_KEY && v.error() == 9);
  }

  @Test
  void keysThatMayNotSign() {
    for (int flags : new int[] {1, SignatureCheck.ZONE_KEY | SignatureCheck.REVOKED}) {
      var own = new TestZone("example", Policy.ED25519, flags);
      assertThat(
              SignatureCheck.check(
                      own.signed("www.example A 192.0.2.1"),
                      own.name,
                      List.of(own.key),
                      Policy.DEFAULT,
                      NOW,
                      Budget.usual())
                  .verdict()
                  .reason())
          .isEqualTo(DnssecReason.NO_SUCH_KEY);
    }
  }

  @Test
  void keyTrapCostsEightSignatures() {
    // 300 keys of one tag would be 300 tries for each of 300 signatures
    SignedSet set = zone.signed("www.example A 192.0.2.1");
    RRSIGRecord good = set.signatures().getFirst();
    byte[] broken = good.rdataToWireCanonical();
    broken[broken.length - 1] ^= 1;
    var signature =
        (RRSIGRecord) Record.newRecord(good.getName(), good.getType(), DClass.IN, 3600, broken);
    SignedSet trap =
        new SignedSet(
            set.name(),
            set.type(),
            set.dclass(),
            set.records(),
            Collections.nCopies(300, signature));
    List<DNSKEYRecord> keys = Collections.nCopies(300, zone.key);
    var budget = Budget.usual();
    Verdict verdict =
        SignatureCheck.check(trap, zone.name, keys, Policy.DEFAULT, NOW, budget).verdict();
    assertThat(verdict.reason()).isEqualTo(DnssecReason.TOO_MANY_SIGNATURES);
    assertThat(Budget.usual().signaturesLeft() - budget.signaturesLeft()).isEqualTo(8);
  }

  @Test
  void algorithmsThatAreNotUnderstoodAreNoSignatures() {
    var old = new TestZone("example", Policy.RSASHA1);
    SignedSet set = old.signed("www.example A 192.0.2.1");
    assertThat(
            SignatureCheck.check(
                    set, old.name, List.of(old.key), Policy.DEFAULT, NOW, Budget.usual())
                .verdict()
                .reason())
        .isEqualTo(DnssecReason.NO_SIGNATURE);
    assertThat(
            SignatureCheck.check(
                    set,
                    old.name,
                    List.of(old.key),
                    Policy.DEFAULT.withOld(Set.of(5)),
                    NOW,
                    Budget.usual())
                .verdict()
                .status())
        .isEqualTo(Status.SECURE);
  }

  @Test
  void damagedKeysAndSignaturesNeverThrow() {
    var random = new java.util.Random(7);
    for (int algorithm : new int[] {3, 5, 8, 10, 13, 14, 15, 16, 250}) {
      for (int i = 0; i < 200; i++) {
        byte[] key = new byte[random.nextInt(150)];
        byte[] signature = new byte[random.nextInt(80)];
        random.nextBytes(key);
        random.nextBytes(signature);
        assertThat(Crypto.verifies(algorithm, key, new byte[20], signature)).isFalse();
      }
    }
  }
}
