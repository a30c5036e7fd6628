package dev.glasshouse.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The digests of RFC 8976's own examples, and what is wrong about others. */
class ZoneDigestTest {
  /** RFC 8976 appendix A.1. */
  private static final String SIMPLE =
      """
      example. 86400 IN SOA ns1 admin 2018031900 1800 900 604800 86400
      example. 86400 IN NS ns1
      example. 86400 IN NS ns2
      ns1 3600 IN A 203.0.113.63
      ns2 3600 IN AAAA 2001:db8::63
      """;

  private static final String DIGEST =
      "c68090d90a7aed716bc459f9340e3d7c1370d4d24b7e2fc3a1ddc0b9a87153b9"
          + "a9713b3c9ae5cc27777f98b8e730044c";

  private static ZoneDigest.Verdict check(String more) throws ZoneException {
    return ZoneDigest.check(ZoneFile.read(SIMPLE + more, "example.", ZoneLimits.DEFAULT).zone());
  }

  @ParameterizedTest
  @CsvSource({
    "2018031900 1 1, '', RIGHT",
    "2018031900 1 1, x A 192.0.2.1, WRONG",
    "2018031901 1 1, '', WRONG",
    "2018031900 1 22, '', UNKNOWN",
    "2018031900 9 1, '', UNKNOWN",
    // A digest and its signature are no part of what is digested.
    "2018031900 1 1, 'example. RRSIG ZONEMD 8 1 60 20300101000000 20200101000000 1 example. AA==', RIGHT",
    // Letters' case is no part of it either.
    "2018031900 1 1, 'EXAMPLE. 86400 NS NS1', RIGHT",
  })
  void aDigestIsMadeAnew(String head, String more, ZoneDigest.Verdict verdict) throws Exception {
    assertThat(check("example. 86400 IN ZONEMD " + head + " " + DIGEST + "\n" + more + "\n"))
        .isEqualTo(verdict);
  }

  @Test
  void twoOfOneKindAreNone() throws Exception {
    String other = "00".repeat(48);
    String both =
        "example. 86400 ZONEMD 2018031900 1 1 "
            + DIGEST
            + "\nexample. 86400 ZONEMD 2018031900 1 1 "
            + other
            + "\n";
    assertThat(check(both)).isEqualTo(ZoneDigest.Verdict.WRONG);
    String unknownBeside = both.replace("1 1 " + other, "1 240 " + other);
    assertThat(check(unknownBeside)).isEqualTo(ZoneDigest.Verdict.RIGHT);
    assertThat(check("")).isEqualTo(ZoneDigest.Verdict.ABSENT);
  }
}
