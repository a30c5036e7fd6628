package dev.glasshouse.dns.dnssec;

import static dev.glasshouse.dns.dnssec.TestZone.FROM;
import static dev.glasshouse.dns.dnssec.TestZone.NOW;
import static dev.glasshouse.dns.dnssec.TestZone.TO;
import static dev.glasshouse.dns.dnssec.TestZone.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.journey.DnssecReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** The whole way from the anchor to an answer: root, test, site.test, and what hangs below. */
class ValidationTest {
  private final TestZone root = new TestZone(".", Policy.ECDSA_P256);
  private final TestZone tld = new TestZone("test", Policy.ED25519);
  private final TestZone site = new TestZone("site.test", Policy.RSASHA256);
  private final Map<Validation.Next.Ask, Response> world = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final Validator validator =
      new Validator(Policy.DEFAULT, new Anchors(List.of(root.ds()), List.of()), 100, 60);
  private long nanos;

  ValidationTest() {
    world(".", Type.DNSKEY, List.of(root.keys()), List.of());
    world("test", Type.DS, List.of(tld.dsSignedBy(root)), List.of());
    world("test", Type.DNSKEY, List.of(tld.keys()), List.of());
    world("site.test", Type.DS, List.of(site.dsSignedBy(tld)), List.of());
    world("site.test", Type.DNSKEY, List.of(site.keys()), List.of());
    world("open.test", Type.DS, List.of(), List.of(nsec(tld, "open.test", "site.test", Type.NS)));
    world(
        "www.site.test",
        Type.DS,
        List.of(),
        List.of(nsec(site, "www.site.test", "site.test", Type.A)));
  }

  private void world(String name, int type, List<SignedSet> answer, List<SignedSet> authority) {
    world.put(
        new Validation.Next.Ask(name(name), type), response(name, type, 0, answer, authority));
  }

  private static Response response(
      String name, int type, int rcode, List<SignedSet> answer, List<SignedSet> authority) {
    return new Response(name(name), type, rcode, answer, authority, List.of());
  }

  private static SignedSet nsec(TestZone zone, String owner, String next, int... types) {
    var record = new NSECRecord(name(owner), DClass.IN, 300, name(next), types);
    return zone.sign(
        new SignedSet(name(owner), Type.NSEC, DClass.IN, List.of(record), List.of()), FROM, TO);
  }

  private Validation.Result check(Response response) {
    return check(response, Budget.usual());
  }

  private Validation.Result check(Response response, Budget budget) {
    Validation validation = validator.check(response, budget);
    for (int i = 0; i < 100; i++) {
      switch (validation.next(NOW, nanos)) {
        case Validation.Next.Ask ask -> {
          asked.add(ask.name() + " " + Type.string(ask.type()));
          validation.answered(world.getOrDefault(ask, Response.failed(ask.name(), ask.type())));
        }
        case Validation.Next.Pause _ -> asked.add("pause");
        case Validation.Next.Done done -> {
          return done.result();
        }
      }
    }
    throw new AssertionError("it never ends: " + asked);
  }

  private Validation.Result positive(SignedSet... answer) {
    SignedSet first = answer[0];
    return check(
        new Response(first.name(), first.type(), 0, List.of(answer), List.of(), List.of()));
  }

  @Test
  void secure() {
    Validation.Result result = positive(site.signed("www.site.test A 192.0.2.1"));
    assertThat(result.verdict().status()).isEqualTo(Status.SECURE);
    assertThat(asked)
        .containsExactly(
            ". DNSKEY", "test. DS", "test. DNSKEY", "site.test. DS", "site.test. DNSKEY");
    asked.clear();
    assertThat(positive(site.signed("www.site.test AAAA 2001:db8::1")).verdict().isSecure())
        .isTrue();
    assertThat(asked).as("the keys are remembered").isEmpty();
    nanos = 3601L * 1_000_000_000;
    assertThat(positive(site.signed("a.site.test A 192.0.2.1")).verdict().isSecure()).isTrue();
    assertThat(asked).as("but for their time only").isNotEmpty();
  }

  @Test
  void signedByNobody() {
    assertThat(positive(TestZone.unsigned("www.site.test A 192.0.2.1")).verdict())
        .matches(v -> v.isBogus() && v.reason() == DnssecReason.NO_SIGNATURE);
    assertThat(positive(TestZone.unsigned("www.open.test A 192.0.2.1")).verdict())
        .matches(v -> v.status() == Status.INSECURE)
        .matches(v -> v.reason() == DnssecReason.DELEGATED_UNSIGNED);
  }

  @Test
  void aBrokenLinkSaysWhichOneItWas() {
    world("site.test", Type.DS, List.of(site.dsSignedBy(site)), List.of());
    Validation.Result result = positive(site.signed("www.site.test A 192.0.2.1"));
    assertThat(result.verdict().isBogus()).isTrue();
    assertThat(result.blame()).contains(new Validation.Next.Ask(name("site.test"), Type.DS));
    validator.forget(name("site.test"));
    world("site.test", Type.DS, List.of(site.dsSignedBy(tld)), List.of());
    var other = new TestZone("site.test", Policy.RSASHA256);
    world("site.test", Type.DNSKEY, List.of(other.keys()), List.of());
    result = positive(site.signed("www.site.test A 192.0.2.1"));
    assertThat(result.verdict().reason()).isEqualTo(DnssecReason.NO_KEY_FITS);
    assertThat(result.blame()).contains(new Validation.Next.Ask(name("site.test"), Type.DNSKEY));
  }

  @Test
  void aDenialOfTheDsMustBeSigned() {
    world("open.test", Type.DS, List.of(), List.of());
    assertThat(positive(TestZone.unsigned("www.open.test A 192.0.2.1")).verdict())
        .matches(v -> v.isBogus() && v.error() == Verdict.NO_DENIAL);
  }

  @Test
  void unknownAlgorithmsAreInsecure() {
    var old = new TestZone("site.test", Policy.RSASHA1);
    world("site.test", Type.DS, List.of(old.dsSignedBy(tld)), List.of());
    assertThat(positive(old.signed("www.site.test A 192.0.2.1")).verdict())
        .matches(v -> v.status() == Status.INSECURE && v.error() == 1);
  }

  @Test
  void aliasesAcrossZones() {
    SignedSet alias = site.signed("www.site.test CNAME www.open.test.");
    SignedSet target = TestZone.unsigned("www.open.test A 192.0.2.1");
    assertThat(
            check(response("www.site.test", Type.A, 0, List.of(alias, target), List.of()))
                .verdict()
                .status())
        .isEqualTo(Status.INSECURE);
    SignedSet good = site.signed("a.site.test A 192.0.2.1");
    SignedSet toGood = site.signed("www.site.test CNAME a.site.test.");
    assertThat(
            check(response("www.site.test", Type.A, 0, List.of(toGood, good), List.of()))
                .verdict()
                .status())
        .isEqualTo(Status.SECURE);
  }

  @Test
  void dnameMakesItsCname() {
    SignedSet moved = site.signed("old.site.test DNAME new.site.test.");
    SignedSet made = TestZone.unsigned("a.old.site.test CNAME a.new.site.test.");
    SignedSet end = site.signed("a.new.site.test A 192.0.2.1");
    assertThat(
            check(response("a.old.site.test", Type.A, 0, List.of(moved, made, end), List.of()))
                .verdict()
                .status())
        .isEqualTo(Status.SECURE);
    SignedSet forged = TestZone.unsigned("a.old.site.test CNAME evil.site.test.");
    assertThat(
            check(response("a.old.site.test", Type.A, 0, List.of(moved, forged), List.of()))
                .verdict()
                .isBogus())
        .isTrue();
  }

  @Test
  void denials() {
    SignedSet soa = site.signed("site.test SOA ns.site.test. me.site.test. 1 2 3 4 5");
    SignedSet apex = nsec(site, "site.test", "b.site.test", Type.SOA, Type.NS);
    SignedSet gap = nsec(site, "b.site.test", "www.site.test", Type.A);
    assertThat(
            check(
                    response(
                        "m.site.test", Type.A, Rcode.NXDOMAIN, List.of(), List.of(soa, apex, gap)))
                .verdict()
                .reason())
        .isEqualTo(DnssecReason.CHECKED);
    assertThat(
            check(response("m.site.test", Type.A, Rcode.NXDOMAIN, List.of(), List.of(soa, gap)))
                .verdict())
        .matches(v ->
            v.isBogus() && v.reason() == DnssecReason.NOT_DENIED && v.error() == Verdict.BOGUS);
    assertThat(
            check(response("b.site.test", Type.AAAA, 0, List.of(), List.of(soa, gap)))
                .verdict()
                .isSecure())
        .isTrue();
    assertThat(
            check(response("www.site.test", Type.AAAA, 0, List.of(), List.of()))
                .verdict()
                .isBogus())
        .as("nothing at all proves nothing")
        .isTrue();
  }

  @Test
  void wildcardsNeedAProofThatNothingIsNearer() {
    SignedSet star = site.sign(TestZone.unsigned("m.site.test A 192.0.2.1"), FROM, TO, 2);
    assertThat(
            check(response("m.site.test", Type.A, 0, List.of(star), List.of())).verdict().reason())
        .isEqualTo(DnssecReason.WILDCARD_UNPROVEN);
    SignedSet gap = nsec(site, "b.site.test", "www.site.test", Type.A);
    assertThat(
            check(response("m.site.test", Type.A, 0, List.of(star), List.of(gap)))
                .verdict()
                .isSecure())
        .isTrue();
  }

  @Test
  void keyTrapOneMessageCostsSixteenFailedValidations() {
    assertThat(positive(site.signed("www.site.test A 192.0.2.1")).verdict().isSecure()).isTrue();
    // Beside a good answer, twenty sets, each with eight signatures that name the right key.
    var beside = new ArrayList<SignedSet>();
    for (int i = 0; i < 20; i++) {
      beside.add(wronglySigned(site.signed("n" + i + ".site.test A 192.0.2.1")));
    }
    Budget budget = Budget.usual();
    SignedSet answer = site.signed("mail.site.test A 192.0.2.1");
    Validation.Result result =
        check(response("mail.site.test", Type.A, 0, List.of(answer), beside), budget);
    assertThat(result.verdict().isSecure()).isTrue();
    assertThat(beside).noneMatch(result::isSecure);
    int computed = Budget.usual().signaturesLeft() - budget.signaturesLeft();
    assertThat(computed).isEqualTo(1 + 16);
  }

  @Test
  void keyTrapFourDsRecordsMayFitNoKeyAndNoMore() {
    assertThat(behind(4).isSecure()).isTrue();
    assertThat(behind(5).reason()).isEqualTo(DnssecReason.NO_KEY_FITS);
  }

  /** What comes of a zone whose DS record stands behind so many of the same tag. */
  private Verdict behind(int mismatches) {
    var trusted = new ArrayList<DSRecord>();
    for (int n = 0; n < mismatches; n++) {
      byte[] digest = site.ds().getDigest();
      digest[n] ^= 1;
      trusted.add(
          new DSRecord(
              site.name,
              DClass.IN,
              3600,
              site.key.getFootprint(),
              site.algorithm,
              Policy.SHA256,
              digest));
    }
    trusted.add(site.ds());
    return KeyCheck.check(site.keys(), trusted, Policy.DEFAULT, NOW, Budget.usual());
  }

  private static SignedSet wronglySigned(SignedSet good) {
    RRSIGRecord right = good.signatures().getFirst();
    var wrong = new ArrayList<RRSIGRecord>();
    for (int n = 0; n < 8; n++) {
      byte[] bytes = right.getSignature().clone();
      bytes[n] ^= 1;
      wrong.add(
          new RRSIGRecord(
              right.getName(),
              right.getDClass(),
              right.getTTL(),
              right.getTypeCovered(),
              right.getAlgorithm(),
              right.getOrigTTL(),
              right.getExpire(),
              right.getTimeSigned(),
              right.getFootprint(),
              right.getSigner(),
              bytes));
    }
    return new SignedSet(good.name(), good.type(), good.dclass(), good.records(), wrong);
  }

  @Test
  void rulesAndMissingAnchors() {
    var none = new Validator(Policy.DEFAULT, new Anchors(List.of(), List.of()), 10, 60);
    Response response =
        response(
            "www.site.test",
            Type.A,
            0,
            List.of(TestZone.unsigned("www.site.test A 192.0.2.1")),
            List.of());
    assertThat(none.check(response, Budget.usual()).next(NOW, 0))
        .isInstanceOfSatisfying(
            Validation.Next.Done.class,
            d -> assertThat(d.result().verdict().status()).isEqualTo(Status.INDETERMINATE));
    var rule =
        new Validator(
            Policy.DEFAULT, new Anchors(List.of(root.ds()), List.of(name("test"))), 10, 60);
    assertThat(rule.check(response, Budget.usual()).next(NOW, 0))
        .isInstanceOfSatisfying(
            Validation.Next.Done.class,
            d -> assertThat(d.result().verdict().reason()).isEqualTo(DnssecReason.SAID_INSECURE));
  }

  @Test
  void theRootsKeysAreTheOnesThatIanaPublishes() {
    assertThat(Anchors.root()).hasSize(2).allMatch(r -> r.getName().equals(Name.root));
    assertThat(Policy.DEFAULT.algorithms()).containsAll(Set.of(8, 13, 14, 15));
  }
}
