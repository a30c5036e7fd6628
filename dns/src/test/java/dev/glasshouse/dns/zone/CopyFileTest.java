package dev.glasshouse.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.glasshouse.dns.peers.Peers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of zones in files. */
class CopyFileTest {
  private static final Instant THEN = Instant.ofEpochSecond(1_700_000_000);

  /** What zones have in all their variety, and what is easily written wrongly. */
  private static final String VARIETY =
      """
      $TTL 300
      @ SOA ns\\.1 me\\.too.mail 4294967295 1h 600 2w 60
      @ NS ns
      @ 7 MX 0 .
      @ CAA 0 issue "ca.test; policy=\\"ev\\""
      @ DNSKEY 257 3 15 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=
      @ RRSIG SOA 15 2 3600 20261201000000 20261101000000 3613 site.test. oL9krJun7xfBOIWcGHi7mag5/hdZrKWw15jPGrHpjQeRAvTdszaPD+QLs3fx8A4M3e23mRZ9VrbpMngwcrqNAg==
      @ NSEC a\\000b NS SOA MX RRSIG NSEC DNSKEY CAA TYPE65280
      @ ZONEMD 1 1 1 0102030405060708090A0B0C0102030405060708090A0B0C0102030405060708090A0B0C0102030405060708090A0B0C
      ns\\.1 A 127.0.0.1
      ns A 192.0.2.1
      ns AAAA 2001:db8::1
      ns AAAA ::ffff:1.2.3.4
      * TXT "" "with \\"quotes\\"; and (more) \\\\ \\000\\255" plain
      sub NS ns.sub
      sub DS 3613 15 2 3AA5AB37EFCE57F737FC1627013FEE07BDF241BD10F3B1964AB55C78E79A304B
      ns.sub A 192.0.2.2
      a\\000b A 192.0.2.3
      \\@ A 192.0.2.4
      \\$ttl A 192.0.2.5
      _sip._udp SRV 1 2 5060 Ns.Sub
      naptr NAPTR 100 50 "s" "SIP+D2U" "" _sip._udp.UPPER
      raw NAPTR \\# 12 006400320173017800014100
      svc HTTPS 1 . alpn="h2,h3" ipv4hint=192.0.2.1 ech=AEX+DQ==
      svc SVCB 0 Other.test.
      odd TYPE65280 \\# 0
      odd TYPE65281 \\# 3 0102ff
      eui EUI48 00-00-5e-00-53-2a
      dname DNAME Elsewhere.test.
      h0p NSEC3 1 0 0 - 2t7b4g4vsa5smi47k61mv5bv1a22bojr A RRSIG
      loc LOC 52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m
      tlsa TLSA 3 1 1 0102030405060708090a0b0c0d0e0f100102030405060708090a0b0c0d0e0f10
      hinfo HINFO "a b" c
      """;

  @TempDir Path folder;

  private CopyFile file() {
    return CopyFile.in(folder, "site.test");
  }

  private static Zone variety() throws ZoneException {
    return TransferTest.zone(VARIETY);
  }

  @Test
  void whatIsKeptIsWhatWasThere() throws Exception {
    Zone zone = variety();
    file().write(zone, THEN);
    CopyFile.Kept kept = file().read(ZoneLimits.DEFAULT).orElseThrow();
    assertThat(TransferTest.all(kept.zone())).isEqualTo(TransferTest.all(zone));
    assertThat(kept.zone().records()).isEqualTo(zone.records());
    assertThat(kept.confirmed()).isEqualTo(THEN);
    assertThat(Files.readAllLines(file().path(), StandardCharsets.ISO_8859_1))
        .as("a name whose case its type's text would not bring back is kept as bytes")
        .anyMatch(line -> line.endsWith("\tNAPTR\t\\# 12 006400320173017800014100"));
    file().confirm(THEN.plusSeconds(5));
    assertThat(file().read(ZoneLimits.DEFAULT).orElseThrow().confirmed())
        .isEqualTo(THEN.plusSeconds(5));
    assertThat(names()).containsExactly("site.test.zone");
    try (var peers = new Peers(folder)) {
      String check = Peers.program("named-checkzone").toString();
      assertThat(peers.run(check, "-k", "ignore", "-i", "none", "site.test", "site.test.zone"))
          .contains("loaded serial 4294967295")
          .endsWith("OK\n");
    }
    assertThat(
            ZoneFile.read(file().path(), java.util.Optional.of("site.test"), ZoneLimits.DEFAULT)
                .zone()
                .records())
        .isEqualTo(zone.records());
  }

  /**
   * Data that is not what its type has is kept as bytes, or not at all, but never as other data.
   */
  @Test
  void aLargeZoneIsWhole() throws Exception {
    Zone zone = TransferTest.zone(TransferTest.text(7, 60_000));
    file().write(zone, THEN);
    assertThat(TransferTest.all(file().read(ZoneLimits.DEFAULT).orElseThrow().zone()))
        .isEqualTo(TransferTest.all(zone));
  }

  private List<String> names() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatIsDamagedIsToldAndNotTaken() throws Exception {
    Path path = file().path();
    file().write(variety(), THEN);
    String whole = Files.readString(path, StandardCharsets.ISO_8859_1);
    int lines = (int) whole.lines().count();
    refuses(whole.replace("192.0.2.5", "192.0.2.6"), lines, "its digest is another");
    refuses(whole.substring(0, whole.length() / 2), -1, "the digest that ends it is missing");
    refuses(whole.substring(0, whole.length() - 1), lines, "the digest that ends it is missing");
    refuses(whole.substring(0, whole.indexOf("; SHA-256")), lines - 1, "digest that ends it");
    refuses("", 1, "the digest that ends it is missing");
    refuses(whole + "more.site.test. 1 IN A 192.0.2.9\n", lines + 1, "digest that ends it");
    Files.writeString(path, whole, StandardCharsets.ISO_8859_1);
    assertThat(file().read(ZoneLimits.DEFAULT)).isPresent();
  }

  private void refuses(String text, int line, String reason) throws Exception {
    Files.writeString(file().path(), text, StandardCharsets.ISO_8859_1);
    assertThatExceptionOfType(ZoneException.class)
        .isThrownBy(() -> file().read(ZoneLimits.DEFAULT))
        .withMessageStartingWith(file().path() + ":" + (line < 0 ? "" : line + ": "))
        .withMessageContaining(reason);
  }

  @Test
  void theFileOfAnotherZoneIsNotTaken() throws Exception {
    file().write(variety(), THEN);
    CopyFile other = CopyFile.in(folder, "other.test");
    Files.move(file().path(), other.path());
    assertThatExceptionOfType(ZoneException.class)
        .isThrownBy(() -> other.read(ZoneLimits.DEFAULT))
        .withMessageContaining("other.test. has no SOA record");
  }

  @Test
  void namesOfFiles() {
    String label = "x".repeat(63);
    String longest = label + "." + label + "." + label + "." + "x".repeat(61);
    List<String> zones =
        List.of(
            ".",
            "root",
            "\\@",
            "a.test",
            "a\\.test",
            "\\.\\.\\/x",
            "%40",
            "\\%40",
            "a\\000",
            "\\ä",
            "con",
            "-",
            "a%2e.test",
            longest,
            "y" + longest.substring(1));
    Set<Path> files = new HashSet<>();
    for (String zone : zones) {
      Path path = CopyFile.in(folder, zone).path();
      files.add(path);
      assertThat(path.normalize().getParent()).as(zone).isEqualTo(folder);
      assertThat(path.getFileName().toString()).matches("[a-z0-9_@.%-]{1,200}\\.zone");
    }
    // "%40" and "\%40" are the same name.
    assertThat(files).hasSize(zones.size() - 1);
    assertThat(CopyFile.in(folder, "A.Test.").path())
        .isEqualTo(CopyFile.in(folder, "a.test").path());
  }

  @Test
  void whatCannotBeWrittenLeavesTheOneBefore() throws Exception {
    Zone zone = variety();
    CopyFile nowhere = CopyFile.in(folder.resolve("none"), "site.test");
    assertThatIOException()
        .isThrownBy(() -> nowhere.write(zone, THEN))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(nowhere.read(ZoneLimits.DEFAULT)).isEmpty();
    file().write(zone, THEN);
    // In the way of what is written first.
    Files.createDirectories(folder.resolve("site.test.zone.new").resolve("full"));
    Zone anew = TransferTest.zone(TransferTest.text(9, 1));
    assertThatIOException().isThrownBy(() -> file().write(anew, THEN));
    assertThat(TransferTest.all(file().read(ZoneLimits.DEFAULT).orElseThrow().zone()))
        .isEqualTo(TransferTest.all(zone));
  }
}
