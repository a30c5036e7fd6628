package dev.glasshouse.dns.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glasshouse.dns.wire.AnswerMark;
import dev.glasshouse.dns.wire.NameBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;

/** Rules out of text, and which of them decides. */
class PolicyFileTest {
  private static final PolicyLimits LIMITS = PolicyLimits.DEFAULT;
  @TempDir private Path folder;

  private static byte[] bytes(String name) throws Exception {
    return NameBytes.lower(Name.fromString(name).toWire());
  }

  private static String decided(NamePolicy policy, String name) throws Exception {
    return policy.verdict(bytes(name)).rule().map(rule -> "" + rule.line()).orElse("none");
  }

  private static List<String> faults(String text) {
    PolicyException refused =
        catchThrowableOfType(PolicyException.class, () -> PolicyFile.read(text, "rules", LIMITS));
    return refused.faults().stream().map(PolicyFault::toString).toList();
  }

  @Test
  void theFirstRuleThatHoldsDecides() throws Exception {
    NamePolicy policy =
        PolicyFile.read(
            """
            # Whose name stands first, decides.
            pass  good.ads.test   # but not what is below it
            block under ADS.test  as filtered because "advertisements # here"
            block ads.test with nodata
            block only.test
            redirect under only.test to shop.test.
            """,
            "rules",
            LIMITS);
    assertThat(decided(policy, "good.ads.test.")).isEqualTo("2");
    assertThat(decided(policy, "below.good.ads.test.")).isEqualTo("3");
    assertThat(decided(policy, "Ads.Test.")).isEqualTo("3");
    assertThat(decided(policy, "bads.test.")).isEqualTo("none");
    assertThat(decided(policy, "only.test.")).isEqualTo("5");
    assertThat(decided(policy, "a.b.only.test.")).isEqualTo("6");
    assertThat(decided(policy, "test.")).isEqualTo("none");
    assertThat(decided(policy, ".")).isEqualTo("none");
    Rule rule = policy.rules().get(1);
    assertThat(rule.notice()).isEqualTo(AnswerMark.Kind.FILTERED);
    assertThat(rule.words()).isEqualTo("advertisements # here");
    assertThat(rule.text())
        .isEqualTo("block under ADS.test as filtered because \"advertisements # here\"");
    assertThat(rule.place()).isEqualTo("rules:3");
  }

  @Test
  void allFaultsAreToldAtOnce() {
    assertThat(
            faults(
                """
                forbid a.test
                block
                block *.a.test
                block a..test
                block b.test with 192.0.2.256
                block b.test with
                block c.test as evil
                block c.test because of
                block c.test because "open
                redirect d.test
                redirect d.test to D.test.
                rewrite d.test into e.test
                pass e.test as blocked
                block e.test
                block E.test. with nodata
                block f.test with nodata 192.0.2.1
                block пример.test
                """))
        .containsExactly(
            "rules:1: a rule begins with pass, block, redirect or rewrite, not with forbid",
            "rules:2: after block stands a name",
            "rules:3: *.a.test has a star: \"under NAME\" stands for all names below",
            "rules:4: a..test is no name: 'a..test': invalid empty label",
            "rules:5: 192.0.2.256 is neither nxdomain nor nodata nor an address",
            "rules:6: after with stands nxdomain, nodata or addresses",
            "rules:7: evil is none of blocked, censored, filtered, forged",
            "rules:8: after because stands a text in quotation marks, not of",
            "rules:9: a quotation mark is not closed",
            "rules:10: redirect needs: to NAME",
            "rules:11: the name leads to itself",
            "rules:12: rewrite needs: to NAME",
            "rules:13: as does not belong here",
            "rules:15: line 14 is about the same: this rule is never reached",
            "rules:16: 192.0.2.1 does not belong here",
            "rules:17: пример.test is no name in letters of ASCII (xn--...)");
  }

  @Test
  void limitsHold() {
    var small = new PolicyLimits(1000, 2, 2, 1, 5, Duration.ofSeconds(60));
    PolicyException refused =
        catchThrowableOfType(
            PolicyException.class,
            () ->
                PolicyFile.read(
                    "block a.\nblock b.\nblock c.\nblock d.\nblock e. with ::1 ::2\n"
                        + "block f. because \"123456\"\n",
                    "rules",
                    small));
    assertThat(refused.faults().stream().map(PolicyFault::reason))
        .containsExactly(
            "there are more than 2 rules", "there are more than 2 rules", "and 2 faults more");
  }

  @Test
  void filesThatCannotBeReadAreToldInOneLine() throws Exception {
    Path none = folder.resolve("none");
    Path large = Files.writeString(folder.resolve("large"), "#".repeat(2000));
    var small = new PolicyLimits(1000, 2, 2, 1, 5, Duration.ofSeconds(60));
    for (var each :
        List.of(
            List.of(none, "there is no such file"),
            List.of(folder, "it cannot be read: it is a folder"),
            List.of(large, "it cannot be read: 2000 bytes, more than 1000"))) {
      PolicyException refused =
          catchThrowableOfType(
              PolicyException.class, () -> PolicyFile.read((Path) each.get(0), small));
      assertThat(refused).hasMessage(each.get(0) + ": " + each.get(1));
    }
  }

  @Test
  void theIndexSaysWhatReadingAllRulesInOrderWouldSay() throws Exception {
    var random = new Random(20);
    for (int round = 0; round < 200; round++) {
      var rules = new ArrayList<Rule>();
      for (int i = random.nextInt(12); i >= 0; i--) {
        rules.add(
            new Rule(
                Name.fromString(name(random)),
                random.nextBoolean() ? Rule.Scope.EXACT : Rule.Scope.SUBTREE,
                new Deed.Pass(),
                AnswerMark.Kind.BLOCKED,
                "",
                "",
                "rules",
                rules.size() + 1));
      }
      var policy = new NamePolicy(rules);
      for (int i = 0; i < 20; i++) {
        Name asked = Name.fromString(name(random));
        Optional<Rule> first =
            rules.stream()
                .filter(rule ->
                    rule.scope() == Rule.Scope.EXACT
                        ? asked.equals(rule.name())
                        : asked.subdomain(rule.name()))
                .findFirst();
        assertThat(policy.verdict(NameBytes.lower(asked.toWire())).rule()).isEqualTo(first);
      }
    }
  }

  private static String name(Random random) {
    var name = new StringBuilder();
    for (int labels = random.nextInt(4); labels > 0; labels--) {
      name.append("aAb".charAt(random.nextInt(3))).append('.');
    }
    return name.isEmpty() ? "." : name.toString();
  }

  @Test
  void anyTextIsRulesOrFaults() {
    var random = new Random(7);
    String[] words = {
      "pass", "block", "redirect", "rewrite", "under", "to", "with", "as", "because", "\"", "#",
      "nxdomain", "nodata", "192.0.2.1", "::1", "a.test", ".", "\\", "\\300", "\u0000", "\n", "\t",
      "blocked", "\"why\"", "a".repeat(70), "\ufeff", "\ud800"
    };
    for (int round = 0; round < 3000; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        text.append(words[random.nextInt(words.length)]).append(random.nextInt(5) > 0 ? " " : "");
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      if (random.nextInt(4) == 0) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        PolicyFile.read(new String(bytes, StandardCharsets.UTF_8), "rules", LIMITS);
      } catch (PolicyException e) {
        assertThat(e.faults()).isNotEmpty();
      }
    }
  }
}
