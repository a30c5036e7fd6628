package dev.glasshouse.server.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.dns.serve.AddressRange;
import dev.glasshouse.journey.ServerReason;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RulesTest {
  private static final long SECOND = 1_000_000_000L;

  // ---- hosts ----

  @Test
  void exactGoesBeforeWildcardAndLongerBeforeShorter() {
    var table =
        new HostTable<>(
            Map.of("a.test", "exact", "*.test", "wide", "*.b.test", "narrow"),
            Optional.of("standard"));
    assertThat(table.find("a.test").what()).hasValue("exact");
    assertThat(table.find("c.test").what()).hasValue("wide");
    assertThat(table.find("x.y.b.test").what()).hasValue("narrow");
    assertThat(table.find("b.test").what()).hasValue("wide");
    assertThat(table.find("test").what()).hasValue("standard");
    assertThat(table.find("").what()).hasValue("standard");
    assertThat(table.find("x.b.test").because().reason()).isEqualTo(ServerReason.SITE_WILDCARD);
  }

  @Test
  void withoutADefaultThereIsNothing() {
    var table = new HostTable<>(Map.of("a.test", 1), Optional.empty());
    assertThat(table.find("b.test").what()).isEmpty();
    assertThat(table.find("b.test").because().reason()).isEqualTo(ServerReason.SITE_NONE);
  }

  @Test
  void hostsAreReadOutOfAuthorities() {
    assertThat(HostTable.host("A.Test:8080")).isEqualTo("a.test");
    assertThat(HostTable.host("a.test.")).isEqualTo("a.test");
    assertThat(HostTable.host("[::1]:80")).isEqualTo("[::1]");
    assertThat(HostTable.host("[::1]")).isEqualTo("[::1]");
    assertThat(HostTable.host("")).isEmpty();
  }

  // ---- addresses ----

  private static AddressRules rules(List<String> allow, List<String> deny) {
    return new AddressRules(
        allow.stream().map(AddressRange::of).toList(),
        deny.stream().map(AddressRange::of).toList());
  }

  private static ServerReason reason(AddressRules rules, String address) {
    return (ServerReason) rules.verdict(InetAddress.ofLiteral(address)).because().reason();
  }

  @Test
  void theLongestPrefixDecides() {
    AddressRules rules =
        rules(List.of("10.0.0.0/8", "10.1.2.3"), List.of("10.1.0.0/16", "2001:db8::/32"));
    assertThat(reason(rules, "10.2.0.1")).isEqualTo(ServerReason.ADDRESS_ALLOWED);
    assertThat(reason(rules, "10.1.0.1")).isEqualTo(ServerReason.ADDRESS_DENIED);
    assertThat(reason(rules, "10.1.2.3")).isEqualTo(ServerReason.ADDRESS_ALLOWED);
    assertThat(reason(rules, "192.0.2.1")).isEqualTo(ServerReason.ADDRESS_UNLISTED);
    assertThat(reason(rules, "2001:db8::1")).isEqualTo(ServerReason.ADDRESS_DENIED);
  }

  @Test
  void whereOnlySomeAreDeniedAllOthersAreLetIn() {
    AddressRules rules = rules(List.of(), List.of("192.0.2.0/24"));
    assertThat(rules.verdict(InetAddress.ofLiteral("198.51.100.1")).allowed()).isTrue();
    assertThat(rules.verdict(InetAddress.ofLiteral("192.0.2.1")).allowed()).isFalse();
    assertThat(reason(rules(List.of("10.0.0.0/8"), List.of("10.0.0.0/8")), "10.0.0.1"))
        .isEqualTo(ServerReason.ADDRESS_DENIED);
  }

  // ---- rates ----

  @Test
  void aBucketGivesItsBurstAndThenItsRate() {
    var limit = new RateLimit(Rate.of("2/s"), 3);
    long now = -5 * SECOND;
    long account = now;
    for (int i = 0; i < 4; i++) {
      RateLimit.Verdict let = limit.verdict(account, now);
      assertThat(let.allowed()).as("request %d", i).isTrue();
      account = let.full();
    }
    RateLimit.Verdict refused = limit.verdict(account, now);
    assertThat(refused.pause()).isEqualTo(Duration.ofMillis(500));
    assertThat(refused.full()).isEqualTo(account);
    assertThat(limit.verdict(account, now + SECOND / 2).allowed()).isTrue();
    assertThat(limit.verdict(account, now + SECOND / 2 - 1).allowed()).isFalse();
  }

  @Test
  void overAnyTimeNoMoreIsLetInThanRateAndBurst() {
    var random = new Random(7);
    for (int round = 0; round < 200; round++) {
      var limit =
          new RateLimit(
              new Rate(1 + random.nextInt(50), Duration.ofSeconds(1)), random.nextInt(20));
      long begin = random.nextLong();
      long now = begin;
      long account = begin;
      long let = 0;
      for (int i = 0; i < 500; i++) {
        now += random.nextLong(SECOND / 20);
        RateLimit.Verdict verdict = limit.verdict(account, now);
        account = verdict.full();
        let += verdict.allowed() ? 1 : 0;
        long most = (now - begin) / limit.rate().interval() + limit.burst() + 1;
        assertThat(let).isLessThanOrEqualTo(most);
      }
      assertThat(limit.verdict(account, now + limit.forgotten().toNanos()).allowed()).isTrue();
    }
  }

  @Test
  void ratesAreRead() {
    assertThat(Rate.of("10/s")).isEqualTo(new Rate(10, Duration.ofSeconds(1)));
    assertThat(Rate.of("5 / m").toString()).isEqualTo("5/m");
    for (String wrong : List.of("", "10", "0/s", "-1/s", "10/d", "99999999999/s")) {
      assertThatThrownBy(() -> Rate.of(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  // ---- paths ----

  @Test
  void patternsFindWhatTheySay() {
    assertThat(PathPattern.of("/a").find("/a")).isPresent();
    assertThat(PathPattern.of("/a").find("/a/")).isEmpty();
    assertThat(PathPattern.of("/a/*").find("/a/b/c")).isPresent();
    assertThat(PathPattern.of("/a/*").find("/ab")).isEmpty();
    assertThat(PathPattern.of("/*").find("/")).isPresent();
    assertThat(PathPattern.of("*.php").find("/x/y.php")).isPresent();
    assertThat(PathPattern.of("*.php").find("/x/y.phps")).isEmpty();
    for (String wrong : List.of("", "a", "/a*b", "*", "**", "/a/*/b", "*a*")) {
      assertThatThrownBy(() -> PathPattern.of(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void whatGoesOnBehindANameIsFoundWhereThatIsWanted() {
    PathPattern php = PathPattern.of("*.php").withRest();
    for (String its :
        List.of("/a.php", "/a.php/", "/x/a.php/rest/b", "/a.php/b.jpg", "/a%2ephp/x")) {
      assertThat(php.find(its)).as(its).isPresent();
    }
    for (String none : List.of("/a.phps", "/a.phps/x", "/a.ph/p", "/a.jpg")) {
      assertThat(php.find(none)).as(none).isEmpty();
    }
    PathPattern one = PathPattern.of("/in.php").withRest();
    assertThat(one.find("/in.php/rest")).isPresent();
    assertThat(one.find("/in.phpx")).isEmpty();
    assertThat(one.find("/x/in.php/rest")).isEmpty();
    assertThat(PathPattern.of("/a/*").withRest().find("/a")).isEmpty();
  }

  @Test
  void expressionsCatchGroupsByNumberAndName() {
    PathPattern pattern = PathPattern.expression("^/u/(?P<name>[a-z]+)(/(x))?$");
    PathPattern.Match match = pattern.find("/u/ada").orElseThrow();
    assertThat(match.group("name")).hasValue("ada");
    assertThat(match.group("1")).hasValue("ada");
    assertThat(match.group("3")).hasValue("");
    assertThat(match.group("4")).isEmpty();
    assertThat(pattern.hasGroup("3")).isTrue();
    assertThat(pattern.hasGroup("4")).isFalse();
    assertThat(pattern.hasGroup("none")).isFalse();
    assertThat(pattern.find("/u/42")).isEmpty();
  }

  /** With an engine that goes back, this would not end before the sun does. */
  @Test
  void noPathMakesAnExpressionRunAway() {
    PathPattern pattern = PathPattern.expression("^(/a+)+(b|c|bc)*$");
    assertThat(pattern.find("/a".repeat(1) + "a".repeat(8_000) + "!")).isEmpty();
    assertThatThrownBy(() -> PathPattern.expression("(a)\\1")).hasMessageContaining("RE2");
    assertThatThrownBy(() -> PathPattern.expression("a".repeat(5_000)))
        .hasMessageContaining("longer");
  }

  // ---- templates ----

  @Test
  void templatesAreFilled() {
    Template template = Template.of("https://{host}/{1}?a={{b}}");
    assertThat(template.places()).containsExactly("host", "1");
    assertThat(template.fill(name -> name.equals("host") ? Optional.of("h") : Optional.empty()))
        .isEqualTo("https://h/?a={b}");
    assertThatThrownBy(() -> Template.of("{a")).hasMessageContaining("without its }");
    assertThatThrownBy(() -> Template.of("a}")).hasMessageContaining("without its {");
  }
}
