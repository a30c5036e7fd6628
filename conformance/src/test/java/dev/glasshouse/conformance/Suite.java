package dev.glasshouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One public suite: counts its cases, and holds its failures against the list of expected ones,
 * both ways.
 *
 * <p>The list is {@code expected/NAME.txt} among the test resources: a line for each case that is
 * expected to fail, its id, a tab and the reason; {@code #} begins a comment. Ids must be unique in
 * the suite. The result goes to {@code target/results.tsv}: name, passed, total, listed failures.
 */
final class Suite {
  private final String name;
  private final Map<String, Optional<String>> results = new LinkedHashMap<>();

  private Suite(String name) {
    this.name = name;
  }

  /** A suite by the name that its line in the results has. */
  static Suite named(String name) {
    return new Suite(name);
  }

  /** What a case does: throws, with a message, when it fails. */
  interface Check {
    void run() throws Exception;
  }

  /**
   * The folder of public suites: what {@code GLASS_SUITES} names, else {@code shared/conformance}
   * beside the project. The test that asks is skipped, by name, where the folder is not there.
   */
  Path folder(String sub) {
    String named = System.getenv("GLASS_SUITES");
    Path root =
        named != null ? Path.of(named) : projectRoot().resolve("../shared/conformance").normalize();
    Path folder = root.resolve(sub);
    boolean there = Files.isDirectory(folder);
    if (!there) {
      report("skipped: " + folder.getFileName() + " is not there (GLASS_SUITES names the folder)");
    }
    assumeTrue(there, () -> "suite " + name + " skipped: its folder is not there");
    return folder;
  }

  /** The root folder of the project's checkout. */
  static Path projectRoot() {
    String root = System.getenv("GLASS_ROOT");
    return Path.of(root != null ? root : "..").toAbsolutePath().normalize();
  }

  /** Runs one case; an {@link Error} of the machine (out of memory, a full stack) counts too. */
  void check(String id, Check check) {
    Optional<String> failure;
    try {
      check.run();
      failure = Optional.empty();
    } catch (Exception | AssertionError | StackOverflowError e) {
      String message = String.valueOf(e.getMessage());
      failure =
          Optional.of(e.getClass().getSimpleName() + ": " + message.lines().limit(12).toList());
    }
    if (results.put(id, failure) != null) {
      throw new IllegalStateException("two cases of suite " + name + " are called " + id);
    }
  }

  /** Writes the suite's line and fails when it is not as the list of expected failures says. */
  void finish() {
    Map<String, String> expected = expectedFailures();
    var unexpected = new ArrayList<String>();
    results.forEach((id, failure) -> {
      if (failure.isPresent() && !expected.containsKey(id)) {
        unexpected.add("fails: " + id + "  " + failure.get());
      } else if (failure.isEmpty() && expected.containsKey(id)) {
        unexpected.add("passes, though listed as failing: " + id);
      }
    });
    expected.keySet().stream()
        .filter(id -> !results.containsKey(id))
        .forEach(id -> unexpected.add("is listed as failing, but there is no such case: " + id));
    long passed = results.values().stream().filter(Optional::isEmpty).count();
    report("%d\t%d\t%d".formatted(passed, results.size(), expected.size()));
    assertThat(results).as("cases of suite %s", name).isNotEmpty();
    assertThat(unexpected)
        .as("suite %s: %d of %d passed; not as listed", name, passed, results.size())
        .isEmpty();
  }

  private Map<String, String> expectedFailures() {
    var expected = new LinkedHashMap<String, String>();
    try (var in = Suite.class.getResourceAsStream("/expected/" + name + ".txt")) {
      if (in == null) {
        return expected;
      }
      for (String line :
          new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).lines().toList()) {
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        int tab = line.indexOf('\t');
        if (tab < 0 || line.substring(tab).isBlank()) {
          throw new IllegalStateException("expected/" + name + ".txt: no reason given: " + line);
        }
        expected.put(line.substring(0, tab), line.substring(tab + 1));
      }
      return expected;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void report(String result) {
    try {
      Path target = Path.of("target");
      Files.createDirectories(target);
      Files.writeString(
          target.resolve("results.tsv"),
          name + "\t" + result + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.out.println("suite " + name + ": " + result.replace('\t', ' '));
  }

  /** The failures so far, for a look while working. */
  List<String> failures() {
    return results.entrySet().stream()
        .filter(e -> e.getValue().isPresent())
        .map(e -> e.getKey() + "\t" + e.getValue().get())
        .toList();
  }
}
