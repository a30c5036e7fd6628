package dev.glasshouse.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Zone text: what it means, and everything that is wrong with it at once. */
class ZoneFileTest {
  private static final String HEAD =
      """
      $TTL 1h
      @ IN SOA ns1 admin ( 2026 ; serial
            1h 15m 2w 5m )
        NS ns1
      ns1 A 192.0.2.1
      """;

  @TempDir Path folder;

  private static Zone zone(String text) throws ZoneException {
    return ZoneFile.read(text, "site.test", ZoneLimits.DEFAULT).zone();
  }

  private static List<String> answers(Zone zone, String name, String type) {
    var authority = new Authority(ZoneLimits.DEFAULT);
    authority.put(zone);
    Message answer = Ask.of(authority, name, type);
    return answer.getSection(Section.ANSWER).stream().map(Record::rdataToString).toList();
  }

  private static List<String> faults(String text) {
    try {
      return ZoneFile.read(text, "site.test", ZoneLimits.DEFAULT).warnings().stream()
          .map(ZoneFault::toString)
          .toList();
    } catch (ZoneException e) {
      return e.faults().stream().map(ZoneFault::toString).toList();
    }
  }

  @Test
  void classesByNumberAndHardwareAddresses() throws Exception {
    Zone zone =
        zone(
            HEAD
                + """
                www 60 CLASS1 A 192.0.2.2
                www class1 TYPE1 \\# 4 c0000203
                mac EUI48 00-00-5e-00-53-2A
                mac EUI64 00-00-5e-ef-10-00-00-2a
                """);
    assertThat(answers(zone, "www.site.test.", "A")).containsExactly("192.0.2.2", "192.0.2.3");
    assertThat(answers(zone, "mac.site.test.", "EUI48")).containsExactly("\\# 6 00005E00532A");
    assertThat(answers(zone, "mac.site.test.", "EUI64")).containsExactly("\\# 8 00005EEF1000002A");
    assertThat(
            faults(
                HEAD + "a CLASS3 A 192.0.2.2\nb EUI48 00-00-5e-00-53\nc EUI64 0-1-2-3-4-5-6-7\n"))
        .anyMatch(fault -> fault.contains("the class CLASS3 is not served"))
        .anyMatch(fault -> fault.contains("not 6 pairs"))
        .anyMatch(fault -> fault.contains("not 8 pairs"));
  }

  @Test
  void theTextOfTheStandardIsUnderstood() throws Exception {
    Zone zone =
        zone(
            HEAD
                + """
                www 60 IN A 192.0.2.2 ; a comment
                    IN 2m A 192.0.2.3
                a\\.b AAAA 2001:db8::1
                txt TXT "a \\"quoted\\" string" plain \\065\\;
                odd TYPE65280 \\# 4 0a0b ( 0c
                    0d )
                a2 TYPE1 \\# 4 c0000209
                mx MX 10 mail.other.
                srv SRV 1 2 443 @
                caa CAA 0 issue "ca.test"
                svc HTTPS 1 . alpn=h2,h3
                sub.$ORIGIN.not A 192.0.2.9
                $ORIGIN deep.site.test.
                @ A 192.0.2.4
                WWW CNAME @
                """);
    assertThat(zone.name()).isEqualTo("site.test.");
    assertThat(zone.serial()).isEqualTo(2026);
    assertThat(zone.soaTime(0)).isEqualTo(3600);
    assertThat(zone.soaTime(2)).isEqualTo(1_209_600);
    assertThat(zone.negativeTtl()).isEqualTo(300);
    assertThat(answers(zone, "www.site.test.", "A")).containsExactly("192.0.2.2", "192.0.2.3");
    assertThat(answers(zone, "a\\.b.site.test.", "AAAA")).containsExactly("2001:db8:0:0:0:0:0:1");
    assertThat(answers(zone, "txt.site.test.", "TXT"))
        .containsExactly("\"a \\\"quoted\\\" string\" plain \"A;\"");
    assertThat(answers(zone, "odd.site.test.", "TYPE65280")).containsExactly("\\# 4 0A0B0C0D");
    assertThat(answers(zone, "a2.site.test.", "A")).containsExactly("192.0.2.9");
    assertThat(answers(zone, "mx.site.test.", "MX")).containsExactly("10 mail.other.");
    assertThat(answers(zone, "srv.site.test.", "SRV")).containsExactly("1 2 443 site.test.");
    assertThat(answers(zone, "caa.site.test.", "CAA")).containsExactly("0 issue \"ca.test\"");
    assertThat(answers(zone, "svc.site.test.", "HTTPS")).containsExactly("1 . alpn=h2,h3");
    assertThat(answers(zone, "www.deep.site.test.", "A"))
        .containsExactly("deep.site.test.", "192.0.2.4");
  }

  @Test
  void rowsAreGenerated() throws Exception {
    Zone zone =
        zone(
            HEAD
                + """
                $GENERATE 1-10/3 host$ A 10.0.0.$
                $GENERATE 8-9 x${-8,3,d} CNAME ${0,2,x}\\$.$$.host
                $GENERATE 10-10 ${0,4,n}.ip6 PTR h
                """);
    assertThat(answers(zone, "host7.site.test.", "A")).containsExactly("10.0.0.7");
    assertThat(answers(zone, "host10.site.test.", "A")).containsExactly("10.0.0.10");
    assertThat(answers(zone, "host2.site.test.", "A")).isEmpty();
    assertThat(answers(zone, "x001.site.test.", "CNAME"))
        .containsExactly("09\\$.\\$.host.site.test.");
    assertThat(answers(zone, "a.0.ip6.site.test.", "PTR")).containsExactly("h.site.test.");
  }

  @Test
  void filesIncludeFiles() throws Exception {
    Files.writeString(
        folder.resolve("main.zone"),
        "$ORIGIN site.test.\n" + HEAD + "$INCLUDE more.zone sub\nlast A 192.0.2.7\n");
    Files.writeString(folder.resolve("more.zone"), "one A 192.0.2.8\n$INCLUDE none.zone\n");
    assertThatExceptionOfType(ZoneException.class)
        .isThrownBy(
            () -> ZoneFile.read(folder.resolve("main.zone"), Optional.empty(), ZoneLimits.DEFAULT))
        .withMessage(
            folder.resolve("more.zone")
                + ":2: the file to include, "
                + folder.resolve("none.zone")
                + ": there is no such file");
    Files.writeString(folder.resolve("more.zone"), "one A 192.0.2.8\n");
    Zone zone =
        ZoneFile.read(folder.resolve("main.zone"), Optional.empty(), ZoneLimits.DEFAULT).zone();
    assertThat(answers(zone, "one.sub.site.test.", "A")).containsExactly("192.0.2.8");
    assertThat(answers(zone, "last.site.test.", "A")).containsExactly("192.0.2.7");
    // The same file twice is no circle.
    Files.writeString(
        folder.resolve("main.zone"),
        "$ORIGIN site.test.\n" + HEAD + "$INCLUDE more.zone a\n$INCLUDE more.zone b\n");
    Zone twice =
        ZoneFile.read(folder.resolve("main.zone"), Optional.empty(), ZoneLimits.DEFAULT).zone();
    assertThat(answers(twice, "one.b.site.test.", "A")).containsExactly("192.0.2.8");
    Files.writeString(
        folder.resolve("more.zone"), "one A 192.0.2.8\n$INCLUDE ./main.zone\nx A 192.0.2.300\n");
    assertThatExceptionOfType(ZoneException.class)
        .isThrownBy(
            () -> ZoneFile.read(folder.resolve("main.zone"), Optional.empty(), ZoneLimits.DEFAULT))
        .satisfies(e ->
            assertThat(e.faults())
                .extracting(ZoneFault::toString)
                .containsExactly(
                    folder.resolve("more.zone")
                        + ":2: the file to include, "
                        + folder.resolve("./main.zone")
                        + ", is being read already: it is a circle",
                    folder.resolve("more.zone") + ":3: no IPv4 address: 192.0.2.300"));
    for (int i = 0; i < 12; i++) {
      Files.writeString(folder.resolve("deep" + i), "$INCLUDE deep" + (i + 1) + "\n");
    }
    assertThatExceptionOfType(ZoneException.class)
        .isThrownBy(
            () -> ZoneFile.read(folder.resolve("deep0"), Optional.empty(), ZoneLimits.DEFAULT))
        .withMessageContaining("deep10:1: files include files more than 10 deep");
  }

  @Test
  void allFaultsAreToldAtOnceWithTheirLines() {
    assertThat(
            faults(
                HEAD
                    + """
                    bad1 A 192.0.2.256
                    bad2 AAAA 192.0.2.1
                    bad3 NOTYPE x
                    bad4 MX ten mail
                    bad..5 A 192.0.2.1
                    alias CNAME www
                    alias A 192.0.2.1
                    bad6 TXT "no end
                    $NOTHING
                    bad7 A
                    bad8 A 192.0.2.1 192.0.2.2
                    bad9 CH A 192.0.2.1
                    sub NS ns.sub
                    @ NS nowhere
                    bad10 TYPE300 \\# 3 0102
                    bad11 CAA x
                    far.other. A 192.0.2.1
                    $INCLUDE a\0b
                    ok A 192.0.2.77
                    """))
        .containsExactly(
            "text:6: no IPv4 address: 192.0.2.256",
            "text:7: no IPv6 address: 192.0.2.1",
            "text:8: there is no type NOTYPE",
            "text:9: a number is no number up to 4294967295: ten",
            "text:10: the name bad..5 has an empty label",
            "text:11: alias.site.test. has a CNAME record and other data",
            "text:13: a quotation that does not end in its line",
            "text:14: there is no directive $NOTHING",
            "text:15: the data is missing",
            "text:16: more than the type has: 192.0.2.2",
            "text:17: the class CH is not served, only IN is",
            "text:18: warning: the name server ns.sub.site.test. of a delegation has no glue address",
            "text:19: the name server nowhere.site.test. has no address in the zone",
            "text:20: the data has 2 bytes, not 3",
            "text:21: no CAA data: expected an integer",
            "text:22: warning: far.other. is not in the zone, and is left out",
            "text:23: no name of a file: a\\000b");
  }

  @Test
  void theBeginningHasToBeThere() {
    assertThat(faults("www 60 A 192.0.2.1\n"))
        .containsExactly("text: site.test. has no SOA record");
    assertThat(faults("@ 60 SOA a b 1 2 3 4 5\n"))
        .containsExactly("text:1: site.test. has no NS records");
    assertThat(faults(HEAD + "@ SOA ns1 other 1 2 3 4 5\n"))
        .containsExactly("text:6: site.test. has a second SOA record");
    assertThat(faults(HEAD + "www A ( 192.0.2.1\nmore A 192.0.2.2\n"))
        .containsExactly("text:6: more than the type has: more");
    assertThat(faults(HEAD + "www SOA a b ( 1 2 3 4\n"))
        .containsExactly(
            "text:6: the parenthesis of line 6 is never closed; nothing behind it was read");
    assertThat(faults(HEAD + "www A 192.0.2.1 )\n"))
        .containsExactly("text:6: a closing parenthesis without an opening one");
    assertThat(faults(HEAD + "a 60 A 192.0.2.1\na 61 A 192.0.2.2\n"))
        .containsExactly(
            "text:7: warning: a.site.test. has two TTLs for one type; the first one holds");
  }

  @Test
  void noTextEscapes() {
    String[] pieces = {
      "www",
      "@",
      " ",
      "\n",
      "\t",
      "A",
      "192.0.2.1",
      "(",
      ")",
      "\"",
      ";",
      "\\",
      "\\032",
      "$TTL",
      "$ORIGIN",
      "$GENERATE",
      "$INCLUDE",
      "1-3",
      "NS",
      "CNAME",
      "SOA",
      "TXT",
      "\\#",
      "4",
      "0a0b",
      "IN",
      "1h",
      ".",
      "..",
      "*",
      "ns1.site.test.",
      "DNAME",
      "MX",
      "RRSIG",
      "NSEC",
      "HTTPS",
      "${0,2,x}",
      "\0",
      "\u00e9",
      "\b",
      "x".repeat(64)
    };
    var random = new Random(77);
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder(HEAD);
      for (int n = random.nextInt(30); n > 0; n--) {
        text.append(pieces[random.nextInt(pieces.length)]).append(random.nextBoolean() ? " " : "");
      }
      try {
        faults(text.toString());
      } catch (RuntimeException e) {
        throw new AssertionError("seed 77, case " + i + ": " + text, e);
      }
    }
  }

  @Test
  void aRecordTakesAtMostThreeHundredBytes() throws Exception {
    Zone zone =
        zone(
            HEAD
                + "$GENERATE 1-50000 host-${0,6}.of.a.long.name A 192.0.2.1\n"
                + "$GENERATE 1-50000 mail-${0,6} MX 10 host-${0,6}.of.a.long.name\n");
    assertThat(zone.records()).isEqualTo(100_003);
    assertThat(zone.bytes() / zone.records()).isLessThanOrEqualTo(300);
  }

  @Test
  void whatIsWrongIsToldWithoutControlCharacters() {
    assertThatExceptionOfType(ZoneException.class)
        .isThrownBy(() -> ZoneFile.read("@ \u001b[2J 192.0.2.1\n", "site.test", ZoneLimits.DEFAULT))
        .satisfies(
            e -> assertThat(e.faults().toString()).contains("\\027[2J").doesNotContain("\u001b"));
  }
}
