package dev.glasshouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.conformance.replay.Player;
import dev.glasshouse.conformance.replay.Scenario;
import dev.glasshouse.conformance.replay.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Unbound's scenarios against our recursive resolver: no network, no clock but the script's. */
class UnboundSuiteTest {

  @Test
  void scenarios() throws IOException {
    Suite suite = Suite.named("unbound");
    Path folder = suite.folder("dns/unbound");
    List<Path> files;
    try (var list = Files.list(folder)) {
      files = list.filter(f -> f.toString().endsWith(".rpl")).sorted().toList();
    }
    // For working on one: its name, and the whole log of what happened is printed.
    String only = System.getenv().getOrDefault("GLASS_SCENARIO", "");
    for (Path file : files) {
      String name = file.getFileName().toString().replace(".rpl", "");
      if (!only.isEmpty() && !name.equals(only)) {
        continue;
      }
      suite.check(
          name,
          () -> {
            Scenario scenario = ScenarioReader.read(file);
            assertThat(Player.missing(scenario)).as("needs what there is not").isEmpty();
            try {
              Player.play(scenario);
            } catch (AssertionError e) {
              if (!only.isEmpty()) {
                System.out.println(e.getMessage());
              }
              throw e;
            }
          });
    }
    suite.finish();
  }
}
