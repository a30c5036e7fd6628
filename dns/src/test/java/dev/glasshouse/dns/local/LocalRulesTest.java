package dev.glasshouse.dns.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.dns.serve.AddressRange;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** What local zones say about questions. */
class LocalRulesTest {
  private static final InetAddress SOMEBODY = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress GUEST = InetAddress.ofLiteral("198.51.100.9");

  private static Name name(String text) {
    return Name.fromConstantString(text);
  }

  private static LocalRules rules(LocalZones.Builder zones) {
    return new LocalRules(zones.build(), List.of(), List.of());
  }

  private static LocalVerdict ask(LocalRules rules, String name, int type) {
    return rules.verdict(name(name), type, DClass.IN, SOMEBODY);
  }

  /** A word for what is said: rcode and number of records, or what else happens. */
  private static String said(LocalVerdict verdict) {
    return switch (verdict) {
      case LocalVerdict.Elsewhere _ -> "elsewhere";
      case LocalVerdict.Silence _ -> "silence";
      case LocalVerdict.Alias alias -> "alias " + alias.record().getTarget();
      case LocalVerdict.Answer answer ->
          Rcode.string(answer.rcode())
              + " "
              + answer.answer().size()
              + (answer.authority().isEmpty() ? "" : " soa")
              + (answer.blocked() ? " blocked" : "");
    };
  }

  /** A zone with one A record at host, two names below, and a SOA. */
  private static LocalRules zone(ZoneType type) {
    return rules(
        LocalZones.builder()
            .zone(name("z.example."), type)
            .data(RecordText.of("z.example. 100 SOA a. b. 1 2 3 4 50"))
            .data(RecordText.of("z.example. A 192.0.2.9"))
            .data(RecordText.of("host.z.example. A 192.0.2.7"))
            .data(RecordText.of("a.between.z.example. A 192.0.2.8")));
  }

  @ParameterizedTest
  @CsvSource({
    // type; host A; host MX; between A; nowhere A; nowhere AAAA
    "static, NOERROR 1, NOERROR 0 soa, NOERROR 0 soa, NXDOMAIN 0 soa, NXDOMAIN 0 soa",
    "transparent, NOERROR 1, NOERROR 0 soa, elsewhere, elsewhere, elsewhere",
    "typetransparent, NOERROR 1, elsewhere, elsewhere, elsewhere, elsewhere",
    "inform, NOERROR 1, NOERROR 0 soa, elsewhere, elsewhere, elsewhere",
    "redirect, NOERROR 1, NOERROR 0 soa, NOERROR 1, NOERROR 1, NOERROR 0 soa",
    "inform_redirect, NOERROR 1, NOERROR 0 soa, NOERROR 1, NOERROR 1, NOERROR 0 soa",
    "refuse, NOERROR 1, REFUSED 0 blocked, REFUSED 0 blocked, REFUSED 0 blocked, REFUSED 0 blocked",
    "deny, NOERROR 1, silence, silence, silence, silence",
    "inform_deny, NOERROR 1, silence, silence, silence, silence",
    "always_transparent, elsewhere, elsewhere, elsewhere, elsewhere, elsewhere",
    "always_refuse, REFUSED 0 blocked, REFUSED 0 blocked, REFUSED 0 blocked, REFUSED 0 blocked,"
        + " REFUSED 0 blocked",
    "always_nxdomain, NXDOMAIN 0 soa blocked, NXDOMAIN 0 soa blocked, NXDOMAIN 0 soa blocked,"
        + " NXDOMAIN 0 soa blocked, NXDOMAIN 0 soa blocked",
    "always_nodata, NOERROR 0 soa blocked, NOERROR 0 soa blocked, NOERROR 0 soa blocked,"
        + " NOERROR 0 soa blocked, NOERROR 0 soa blocked",
    "always_deny, silence, silence, silence, silence, silence",
    "always_null, NOERROR 1 blocked, NOERROR 0 soa blocked, NOERROR 1 blocked, NOERROR 1 blocked,"
        + " NOERROR 1 blocked",
    "block_a, NOERROR 0 soa blocked, elsewhere, NOERROR 0 soa blocked, NOERROR 0 soa blocked,"
        + " elsewhere",
    "block_aaaa, elsewhere, elsewhere, elsewhere, elsewhere, NOERROR 0 soa blocked",
    "block_a_wdata, NOERROR 1, elsewhere, NOERROR 0 soa blocked, NOERROR 0 soa blocked, elsewhere",
    "block_aaaa_wdata, NOERROR 1, elsewhere, elsewhere, elsewhere, NOERROR 0 soa blocked",
  })
  void eachTypeDoesItsOwn(
      String type, String host, String mx, String between, String nowhere, String nowhere6) {
    LocalRules rules = zone(ZoneType.of(type).orElseThrow());
    assertThat(said(ask(rules, "host.z.example.", Type.A))).isEqualTo(host);
    assertThat(said(ask(rules, "host.z.example.", Type.MX))).isEqualTo(mx);
    assertThat(said(ask(rules, "between.z.example.", Type.A))).isEqualTo(between);
    assertThat(said(ask(rules, "nowhere.z.example.", Type.A))).isEqualTo(nowhere);
    assertThat(said(ask(rules, "nowhere.z.example.", Type.AAAA))).isEqualTo(nowhere6);
    assertThat(said(ask(rules, "other.example.", Type.A))).isEqualTo("elsewhere");
    assertThat(ZoneType.of(type.toUpperCase(java.util.Locale.ROOT))).isPresent();
  }

  @Test
  void aDenialHoldsAsLongAsTheSoaSays() {
    var answer = (LocalVerdict.Answer) ask(zone(ZoneType.STATIC), "nowhere.z.example.", Type.A);
    assertThat(answer.authority()).singleElement().extracting(Record::getTTL).isEqualTo(50L);
    assertThat(answer.ground().zone()).isEqualTo(name("z.example."));
  }

  @Test
  void lettersCaseDoesNotMatter() {
    assertThat(said(ask(zone(ZoneType.STATIC), "HOST.z.EXAMPLE.", Type.A))).isEqualTo("NOERROR 1");
  }

  @Test
  void aDsRecordIsAskedForAbove() {
    LocalRules rules = zone(ZoneType.STATIC);
    assertThat(said(ask(rules, "z.example.", Type.DS))).isEqualTo("elsewhere");
    assertThat(said(ask(rules, "host.z.example.", Type.DS))).isEqualTo("NOERROR 0 soa");
  }

  @Test
  void aRedirectToAnAliasIsFollowed() {
    LocalRules rules =
        rules(
            LocalZones.builder()
                .zone(name("a.example."), ZoneType.REDIRECT)
                .data(RecordText.of("a.example. CNAME end.example."))
                .zone(name("w.example."), ZoneType.REDIRECT)
                .data(RecordText.of("w.example. CNAME *.elsewhere.example.")));
    assertThat(said(ask(rules, "x.a.example.", Type.A))).isEqualTo("alias end.example.");
    assertThat(said(ask(rules, "x.a.example.", Type.CNAME))).isEqualTo("NOERROR 1");
    assertThat(said(ask(rules, "x.w.example.", Type.MX)))
        .isEqualTo("alias x.w.example.elsewhere.example.");
    String long63 = "a".repeat(63) + ".";
    LocalRules tooLong =
        rules(
            LocalZones.builder()
                .zone(name("w.example."), ZoneType.REDIRECT)
                .data(RecordText.of("w.example. CNAME *." + long63.repeat(3))));
    assertThat(said(ask(tooLong, long63 + "w.example.", Type.A))).isEqualTo("YXDOMAIN 0");
  }

  @Test
  void theClosestZoneDecides() {
    LocalRules rules =
        rules(
            LocalZones.builder()
                .zone(name("example."), ZoneType.ALWAYS_NXDOMAIN)
                .zone(name("b.example."), ZoneType.ALWAYS_TRANSPARENT)
                .zone(name("a.b.example."), ZoneType.ALWAYS_REFUSE));
    assertThat(said(ask(rules, "x.example.", Type.A))).startsWith("NXDOMAIN");
    assertThat(said(ask(rules, "x.b.example.", Type.A))).isEqualTo("elsewhere");
    assertThat(said(ask(rules, "x.a.b.example.", Type.A))).startsWith("REFUSED");
  }

  @Test
  void dataWithoutAZoneIsTransparent() {
    LocalRules rules = rules(LocalZones.builder().data(RecordText.of("h.example. A 192.0.2.1")));
    assertThat(said(ask(rules, "h.example.", Type.A))).isEqualTo("NOERROR 1");
    assertThat(said(ask(rules, "h.example.", Type.MX))).isEqualTo("NOERROR 0");
    assertThat(said(ask(rules, "x.h.example.", Type.A))).isEqualTo("elsewhere");
    assertThat(rules.verdict(name("h.example."), Type.A, DClass.CH, SOMEBODY))
        .isEqualTo(LocalVerdict.Elsewhere.NOTHING);
  }

  @Test
  void tagsViewsAndOverridesAreForSomeClients() {
    LocalZones zones =
        LocalZones.builder()
            .zone(name("t.example."), ZoneType.STATIC)
            .tags(name("t.example."), List.of("guests", "all"))
            .zone(name("o.example."), ZoneType.STATIC)
            .override(name("o.example."), AddressRange.of("198.51.100.0/24"), ZoneType.REFUSE)
            .override(name("o.example."), AddressRange.of("198.51.100.9"), ZoneType.DENY)
            .zone(name("v.example."), ZoneType.ALWAYS_NXDOMAIN)
            .build();
    LocalZones inView =
        LocalZones.builder()
            .zone(name("v.example."), ZoneType.REDIRECT)
            .data(RecordText.of("v.example. A 192.0.2.4"))
            .zone(name("o.example."), ZoneType.NOVIEW)
            .build();
    var guests =
        new ClientProfile(
            AddressRange.of("198.51.100.0/24"),
            Set.of("guests"),
            Map.of("guests", ZoneType.REDIRECT),
            Map.of("guests", List.of(RecordText.of(Name.root, "A 192.0.2.5"))),
            Optional.of("guests' view"));
    for (boolean otherwiseAll : new boolean[] {true, false}) {
      var rules =
          new LocalRules(
              zones, List.of(new LocalView("guests' view", inView, otherwiseAll)), List.of(guests));
      assertThat(rules.distinguish()).isTrue();
      assertThat(said(ask(rules, "x.t.example.", Type.A))).isEqualTo("elsewhere");
      assertThat(said(rules.verdict(name("x.t.example."), Type.A, DClass.IN, GUEST)))
          .isEqualTo(otherwiseAll ? "NOERROR 1" : "elsewhere");
      assertThat(said(ask(rules, "o.example.", Type.A))).isEqualTo("NXDOMAIN 0");
      // The view leaves this zone to the zones for everybody, where the longest prefix decides.
      assertThat(said(rules.verdict(name("o.example."), Type.A, DClass.IN, GUEST)))
          .isEqualTo("silence");
      assertThat(said(ask(rules, "v.example.", Type.A))).startsWith("NXDOMAIN");
      assertThat(said(rules.verdict(name("v.example."), Type.A, DClass.IN, GUEST)))
          .isEqualTo("NOERROR 1");
    }
  }

  /** RFC 6303 and the names for special use. */
  @ParameterizedTest
  @CsvSource({
    "localhost., A, NOERROR 1",
    "localhost., AAAA, NOERROR 1",
    "x.localhost., A, NXDOMAIN 0 soa",
    "1.0.0.127.in-addr.arpa., PTR, NOERROR 1",
    "9.0.0.127.in-addr.arpa., PTR, NXDOMAIN 0 soa",
    "4.3.2.10.in-addr.arpa., PTR, NXDOMAIN 0 soa",
    "10.in-addr.arpa., SOA, NOERROR 1",
    "10.in-addr.arpa., DS, elsewhere",
    "1.1.31.172.in-addr.arpa., PTR, NXDOMAIN 0 soa",
    "1.1.32.172.in-addr.arpa., PTR, elsewhere",
    "1.1.63.100.in-addr.arpa., PTR, elsewhere",
    "1.1.64.100.in-addr.arpa., PTR, NXDOMAIN 0 soa",
    "8.8.8.8.in-addr.arpa., PTR, elsewhere",
    "a.d.f.ip6.arpa., PTR, NXDOMAIN 0 soa",
    "hidden.onion., A, NXDOMAIN 0 soa",
    "x.test., A, NXDOMAIN 0 soa",
    "x.invalid., A, NXDOMAIN 0 soa",
    "router.home.arpa., A, NXDOMAIN 0 soa",
    "_dns.resolver.arpa., SVCB, NXDOMAIN 0 soa",
    "example.org., A, elsewhere",
  })
  void namesThatTheInternetDoesNotHave(String asked, String type, String said) {
    LocalRules rules = rules(LocalZones.builder().standard());
    assertThat(said(ask(rules, asked, Type.value(type)))).isEqualTo(said);
    assertThat(rules.distinguish()).isFalse();
  }

  @Test
  void anOwnerSaysOtherwise() {
    LocalRules rules =
        rules(
            LocalZones.builder()
                .resolved(name("test."))
                .zone(name("10.in-addr.arpa."), ZoneType.REFUSE)
                .standard());
    assertThat(said(ask(rules, "x.test.", Type.A))).isEqualTo("elsewhere");
    assertThat(said(ask(rules, "1.0.0.10.in-addr.arpa.", Type.PTR))).startsWith("REFUSED");
    assertThat(StandardZones.empty()).doesNotHaveDuplicates().hasSize(6 + 15 + 16 + 64);
  }

  @Test
  void recordsAreWrittenInManyWays() {
    assertThat(RecordText.of("a A 192.0.2.1").getTTL()).isEqualTo(3600);
    assertThat(RecordText.of("a. IN 1h A 192.0.2.1").getTTL()).isEqualTo(3600);
    assertThat(RecordText.of("a. 5 CH TXT x").getDClass()).isEqualTo(DClass.CH);
    assertThat(RecordText.of("a. ANY TXT x").getDClass()).isEqualTo(DClass.ANY);
    for (String bad : List.of("", "a", "a A", "a A x", "a NOSUCH x", "a..b A 192.0.2.1")) {
      assertThatThrownBy(() -> RecordText.of(bad)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** No question is without an answer, whatever the zones. */
  @ParameterizedTest
  @EnumSource(ZoneType.class)
  void everyQuestionHasAVerdict(ZoneType type) {
    var random = new Random(type.ordinal());
    LocalRules rules = zone(type);
    for (int i = 0; i < 500; i++) {
      var name = new StringBuilder();
      for (int label = random.nextInt(6); label > 0; label--) {
        name.append(List.of("a", "host", "z", "*", "between").get(random.nextInt(5))).append('.');
      }
      int asked = random.nextInt(300);
      assertThat(ask(rules, name + "z.example.", asked)).isNotNull();
      assertThat(ask(rules, name.isEmpty() ? "." : name.toString(), asked)).isNotNull();
    }
  }
}
