package dev.glasshouse.dns.dnssec;

import static dev.glasshouse.dns.dnssec.TestZone.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.journey.DnssecReason;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** RFC 4035 section 5.4 and RFC 5155 section 8: what NSEC and NSEC3 records prove. */
class DenialTest {
  private static final int[] PLAIN = {Type.A, Type.RRSIG, Type.NSEC};
  private static final int[] APEX = {Type.NS, Type.SOA, Type.DNSKEY, Type.RRSIG, Type.NSEC};
  private static final int[] CUT = {Type.NS, Type.RRSIG, Type.NSEC};

  private static NSECRecord nsec(String owner, String next, int... types) {
    return new NSECRecord(name(owner), DClass.IN, 300, name(next), types);
  }

  @Test
  void noSuchNameTakesNameAndWildcard() {
    NSECRecord apex = nsec("example", "b.example", APEX);
    NSECRecord gap = nsec("b.example", "www.example", PLAIN);
    assertThat(Nsec.nameError(name("m.example"), List.of(gap))).isEmpty();
    assertThat(Nsec.nameError(name("m.example"), List.of(gap, apex)))
        .hasValueSatisfying(v -> assertThat(v.isSecure()).isTrue());
    // one record that covers both
    assertThat(Nsec.nameError(name("a.b.example"), List.of(nsec("b.example", "c.example", PLAIN))))
        .isPresent();
    // the last record of the chain
    NSECRecord last = nsec("www.example", "example", PLAIN);
    assertThat(Nsec.nameError(name("zzz.example"), List.of(last, apex))).isPresent();
    // a name outside of the zone
    assertThat(Nsec.covers(last, name("zzz.test"))).isFalse();
  }

  @Test
  void whatIsBelowACutIsNotTheParentsToDeny() {
    NSECRecord cut = nsec("sub.example", "www.example", CUT);
    assertThat(Nsec.nameError(name("a.sub.example"), List.of(cut))).isEmpty();
    assertThat(Nsec.noData(name("sub.example"), Type.A, List.of(cut))).isEmpty();
    assertThat(Nsec.noData(name("sub.example"), Type.DS, List.of(cut))).isPresent();
    assertThat(Nsec.noDs(name("sub.example"), List.of(cut)))
        .hasValueSatisfying(v -> assertThat(v.status()).isEqualTo(Status.INSECURE));
    NSECRecord moved = nsec("d.example", "www.example", Type.DNAME);
    assertThat(Nsec.nameError(name("a.d.example"), List.of(moved))).isEmpty();
    // and the child's apex says nothing of its DS
    NSECRecord child = nsec("sub.example", "a.sub.example", APEX);
    assertThat(Nsec.noDs(name("sub.example"), List.of(child))).isEmpty();
    assertThat(Nsec.noData(name("sub.example"), Type.DS, List.of(child))).isEmpty();
  }

  @Test
  void noSuchTypeInItsKinds() {
    NSECRecord www = nsec("www.example", "example", PLAIN);
    assertThat(Nsec.noData(name("www.example"), Type.AAAA, List.of(www))).isPresent();
    assertThat(Nsec.noData(name("www.example"), Type.A, List.of(www))).isEmpty();
    NSECRecord alias = nsec("c.example", "d.example", Type.CNAME);
    assertThat(Nsec.noData(name("c.example"), Type.A, List.of(alias))).isEmpty();
    // an empty non-terminal
    NSECRecord gap = nsec("a.example", "x.ent.example", PLAIN);
    assertThat(Nsec.noData(name("ent.example"), Type.A, List.of(gap))).isPresent();
    assertThat(Nsec.nameError(name("ent.example"), List.of(gap))).isEmpty();
    // a wildcard without the type
    NSECRecord star = nsec("*.example", "a.example", PLAIN);
    NSECRecord from = nsec("a.example", "www.example", PLAIN);
    assertThat(Nsec.noData(name("m.example"), Type.TXT, List.of(star, from))).isPresent();
    assertThat(Nsec.noData(name("m.example"), Type.A, List.of(star, from))).isEmpty();
  }

  @Test
  void aWildcardHoldsWhereNothingIsNearer() {
    NSECRecord gap = nsec("a.example", "www.example", PLAIN);
    assertThat(Nsec.noCloser(name("m.example"), name("example"), List.of(gap))).isPresent();
    NSECRecord nearer = nsec("a.b.example", "z.b.example", PLAIN);
    assertThat(Nsec.noCloser(name("m.b.example"), name("example"), List.of(nearer))).isEmpty();
  }

  /** A whole chain of NSEC3 records over some names. */
  private static List<NSEC3Record> chain(int flags, int iterations, Object... namesAndTypes) {
    var all = new TreeMap<String, int[]>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      byte[] hash = Nsec3.hash(name((String) namesAndTypes[i]), iterations, new byte[] {7});
      all.put(java.util.HexFormat.of().formatHex(hash), (int[]) namesAndTypes[i + 1]);
    }
    var records = new ArrayList<NSEC3Record>();
    var base32 =
        new org.xbill.DNS.utils.base32(org.xbill.DNS.utils.base32.Alphabet.BASE32HEX, false, false);
    all.forEach((hex, types) -> {
      String next = all.higherKey(hex) == null ? all.firstKey() : all.higherKey(hex);
      records.add(
          new NSEC3Record(
              name(base32.toString(java.util.HexFormat.of().parseHex(hex)) + ".example"),
              DClass.IN,
              300,
              1,
              flags,
              iterations,
              new byte[] {7},
              java.util.HexFormat.of().parseHex(next),
              types));
    });
    return records;
  }

  private static Nsec3 proofs(List<NSEC3Record> records, Budget budget) {
    return new Nsec3(name("example"), records, Policy.DEFAULT, budget);
  }

  @Test
  void hashedDenials() {
    List<NSEC3Record> records =
        chain(
            0,
            1,
            "example",
            APEX,
            "www.example",
            PLAIN,
            "sub.example",
            CUT,
            "ent.example",
            new int[0],
            "x.ent.example",
            PLAIN);
    Nsec3 proofs = proofs(records, new Budget(8, 4, 16, 16, 100, 100));
    assertThat(proofs.nameError(name("no.such.example")))
        .hasValueSatisfying(v -> assertThat(v.isSecure()).isTrue());
    assertThat(proofs.nameError(name("www.example"))).isEmpty();
    assertThat(proofs.noData(name("www.example"), Type.TXT)).isPresent();
    assertThat(proofs.noData(name("www.example"), Type.A)).isEmpty();
    assertThat(proofs.noData(name("ent.example"), Type.A)).isPresent();
    assertThat(proofs.noDs(name("sub.example")))
        .hasValueSatisfying(v -> assertThat(v.reason()).isEqualTo(DnssecReason.DELEGATED_UNSIGNED));
    assertThat(proofs.noDs(name("www.example")))
        .hasValueSatisfying(v -> assertThat(v.reason()).isEqualTo(DnssecReason.NOT_DELEGATED));
    // below a cut nothing is the parent's to deny
    assertThat(proofs.nameError(name("a.sub.example"))).isEmpty();
    assertThat(proofs.noCloser(name("m.example"), name("example"))).isPresent();
    assertThat(proofs.noCloser(name("www.example"), name("example"))).isEmpty();
  }

  @Test
  void optOutIsInsecure() {
    List<NSEC3Record> records = chain(1, 0, "example", APEX, "www.example", PLAIN);
    Nsec3 proofs = proofs(records, Budget.usual());
    assertThat(proofs.nameError(name("m.example")))
        .hasValueSatisfying(v -> assertThat(v.status()).isEqualTo(Status.INSECURE));
    assertThat(proofs.noDs(name("m.example")))
        .hasValueSatisfying(v -> assertThat(v.reason()).isEqualTo(DnssecReason.OPTED_OUT));
  }

  @Test
  void manyIterationsAreInsecureAndCostNothing() {
    var budget = Budget.usual();
    Nsec3 proofs = proofs(chain(0, 51, "example", APEX), budget);
    assertThat(proofs.tooManyIterations())
        .hasValueSatisfying(v -> assertThat(v.error()).isEqualTo(27));
    assertThat(budget.hashesLeft()).isEqualTo(Budget.usual().hashesLeft());
    assertThat(proofs(chain(0, 50, "example", APEX), budget).tooManyIterations()).isEmpty();
  }

  @Test
  void eightHashesThenOthersHaveTheirTurn() {
    Name deep = name("1.2.3.4.5.6.7.8.9.10.11.12.example");
    var budget = Budget.usual();
    Nsec3 proofs = proofs(chain(0, 1, "example", APEX, "www.example", PLAIN), budget);
    assertThatThrownBy(() -> proofs.nameError(deep)).isInstanceOf(Budget.Yield.class);
    assertThat(Budget.usual().hashesLeft() - budget.hashesLeft()).isEqualTo(8);
    budget.nextTurn();
    // what was computed is not paid for twice
    assertThat(proofs.nameError(deep)).isPresent();
    var poor = new Budget(8, 4, 16, 16, 8, 3);
    Nsec3 cut = proofs(chain(0, 1, "example", APEX), poor);
    assertThatThrownBy(() -> cut.nameError(deep)).isInstanceOf(Nsec3.TooMany.class);
  }

  @Test
  void knownHash() {
    // The example zone of RFC 5155 appendix A: salt aabbccdd, 12 iterations.
    byte[] hash =
        Nsec3.hash(
            name("example"), 12, new byte[] {(byte) 0xaa, (byte) 0xbb, (byte) 0xcc, (byte) 0xdd});
    var base32 =
        new org.xbill.DNS.utils.base32(org.xbill.DNS.utils.base32.Alphabet.BASE32HEX, false, true);
    assertThat(base32.toString(hash)).isEqualToIgnoringCase("0p9mhaveqvm6t7vbl5lop2u3t2rp3tom");
  }
}
