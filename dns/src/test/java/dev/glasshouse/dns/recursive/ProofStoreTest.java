package dev.glasshouse.dns.recursive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.cache.Rank;
import dev.glasshouse.dns.cache.RecordSet;
import dev.glasshouse.dns.cache.Security;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;
import org.xbill.DNS.utils.base32;

/** Proofs of what there is not take so many bytes and no more. */
class ProofStoreTest {
  private static final Name ZONE = World.name("example.test.");
  private static final long BYTES = 1 << 20;
  private static final base32 HASHES = new base32(base32.Alphabet.BASE32HEX, false, false);

  private final ProofStore store = new ProofStore(BYTES);

  private static RecordSet set(Record record, Security security) {
    var signature =
        new RRSIGRecord(
            record.getName(),
            DClass.IN,
            3600,
            record.getType(),
            13,
            3600,
            Instant.EPOCH.plusSeconds(86_400),
            Instant.EPOCH,
            1,
            ZONE,
            new byte[64]);
    return new RecordSet(
        record.getName(),
        record.getType(),
        DClass.IN,
        List.of(record),
        List.of(signature),
        3600,
        3_600_000_000_000L,
        Rank.VALIDATED,
        security);
  }

  private static RecordSet nsec(String owner, String next) {
    return set(
        new NSECRecord(
            World.name(owner), DClass.IN, 3600, World.name(next), new int[] {Type.A, Type.NSEC}),
        Security.SECURE);
  }

  private static RecordSet nsec3(BigInteger owner, BigInteger next, int salt, Security security) {
    Name name = World.name(HASHES.toString(bytes(owner)) + ".example.test.");
    return set(
        new NSEC3Record(
            name,
            DClass.IN,
            3600,
            NSEC3Record.Digest.SHA1,
            0,
            0,
            new byte[] {(byte) salt},
            bytes(next),
            new int[] {Type.A}),
        security);
  }

  private static byte[] bytes(BigInteger hash) {
    byte[] all = new byte[20];
    byte[] some = hash.toByteArray();
    int length = Math.min(20, some.length);
    System.arraycopy(some, some.length - length, all, 20 - length, length);
    return all;
  }

  @Test
  void aHundredThousandMadeUpProofsLeaveTheOnesInUse() {
    RecordSet hot = nsec("hot.example.test.", "hou.example.test.");
    store.keep(hot);
    for (int i = 0; i < 100_000; i++) {
      store.keep(nsec("n" + i + ".example.test.", "n" + i + "a.example.test."));
      if (i % 100 == 0) {
        store.used(ZONE, hot);
      }
      assertThat(store.weight()).isLessThanOrEqualTo(BYTES);
    }
    assertThat(store.size()).isBetween(500, 10_000);
    assertThat(store.zone(ZONE).orElseThrow().plain).containsKey(hot.name());
    assertThat(store.zone(ZONE).orElseThrow().plain).hasSize(store.size());
  }

  @Test
  void whiteLiesAreNotKept() {
    BigInteger hash = BigInteger.TWO.pow(100);
    for (int i = 0; i < 1000; i++) {
      BigInteger at = hash.multiply(BigInteger.valueOf(3 + i));
      store.keep(nsec3(at.subtract(BigInteger.ONE), at.add(BigInteger.ONE), 1, Security.SECURE));
    }
    assertThat(store.size()).isZero();
    // What matches a name, or covers more than one, is of use.
    store.keep(nsec3(hash, hash.add(BigInteger.ONE), 1, Security.SECURE));
    store.keep(nsec3(hash.shiftLeft(1), hash.shiftLeft(4), 1, Security.SECURE));
    assertThat(store.size()).isEqualTo(2);
  }

  @Test
  void whatIsNotValidatedDoesNotBeginANewSalt() {
    BigInteger hash = BigInteger.TWO.pow(100);
    store.keep(nsec3(hash, hash.shiftLeft(4), 1, Security.SECURE));
    store.keep(nsec3(hash.shiftLeft(1), hash.shiftLeft(5), 2, Security.UNCHECKED));
    ProofStore.Zone zone = store.zone(ZONE).orElseThrow();
    assertThat(zone.hashed).hasSize(1);
    assertThat(Arrays.equals(zone.salt, new byte[] {1})).isTrue();
    store.keep(nsec3(hash.shiftLeft(1), hash.shiftLeft(5), 2, Security.SECURE));
    zone = store.zone(ZONE).orElseThrow();
    assertThat(zone.hashed).hasSize(1);
    assertThat(Arrays.equals(zone.salt, new byte[] {2})).isTrue();
    assertThat(store.size()).isEqualTo(1);
  }
}
