package dev.glasshouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.url.Host;
import dev.glasshouse.url.Idna;
import dev.glasshouse.url.PublicSuffix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tests of publicsuffix.org, and every rule of its list, against the list that we carry. */
final class PublicSuffixSuiteTest {
  private static final Pattern CALL =
      Pattern.compile("checkPublicSuffix\\((null|'[^']*'), (null|'[^']*')\\);.*");

  @Test
  void publicSuffixes() throws IOException {
    Suite suite = Suite.named("psl");
    Path folder = suite.folder("psl");
    for (String line : Files.readAllLines(folder.resolve("tests.txt"))) {
      String[] words = line.strip().split(" ");
      if (words.length == 2 && !line.startsWith("//") && !words[0].equals("null")) {
        suite.check("tests " + words[0], () -> check(words[0], words[1]));
      }
    }
    for (String line : Files.readAllLines(folder.resolve("test_psl.txt"))) {
      Matcher call = CALL.matcher(line);
      if (call.matches() && !call.group(1).equals("null")) {
        String domain = call.group(1).replace("'", "");
        suite.check("test_psl " + domain, () -> check(domain, call.group(2).replace("'", "")));
      }
    }
    for (String line : Files.readAllLines(folder.resolve("public_suffix_list.dat"))) {
      String rule = line.strip().split("\\s")[0];
      if (!rule.isEmpty() && !rule.startsWith("//")) {
        suite.check("rule " + rule, () -> checkRule(rule));
      }
    }
    suite.finish();
  }

  private static void check(String domain, String expected) {
    Optional<String> registrable =
        PublicSuffix.registrableDomain(new Host.Domain(ascii(domain))).map(Host.Domain::name);
    assertThat(registrable)
        .isEqualTo(expected.equals("null") ? Optional.empty() : Optional.of(ascii(expected)));
  }

  /** What a rule says of the shortest name that it alone decides. */
  private static void checkRule(String rule) {
    if (rule.startsWith("!")) {
      String name = ascii(rule.substring(1));
      check(name, name);
    } else if (rule.startsWith("*.")) {
      String name = ascii(rule.substring(2));
      check("x." + name, "null");
      check("y.x." + name, "y.x." + name);
    } else {
      String name = ascii(rule);
      check(name, "null");
      assertThat(PublicSuffix.of(new Host.Domain("y.x." + name)).orElseThrow().name())
          .endsWith(name);
    }
  }

  private static String ascii(String domain) {
    return switch (Idna.toAscii(domain, Idna.Strictness.LAX)) {
      case Idna.Name(String name) -> name;
      case Idna.Refused refused -> throw new AssertionError(domain + ": " + refused);
    };
  }
}
