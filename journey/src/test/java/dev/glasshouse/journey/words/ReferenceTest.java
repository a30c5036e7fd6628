package dev.glasshouse.journey.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReferenceTest {
  private static Path page() {
    String root = Objects.requireNonNullElse(System.getenv("GLASS_ROOT"), "..");
    return Path.of(root, "docs", "journey.md");
  }

  @Test
  void thePageIsUpToDate() throws IOException {
    if (Boolean.getBoolean("glass.regenerate")) {
      Files.createDirectories(page().toAbsolutePath().getParent());
      Files.writeString(page(), Reference.page());
    }
    assertThat(page()).exists();
    String[] there = Files.readString(page()).split("\n", -1);
    String[] wanted = Reference.page().split("\n", -1);
    int differ = Arrays.mismatch(there, wanted);
    assertThat(differ)
        .as("the first line of docs/journey.md that is out of date; its head says how to renew it")
        .isEqualTo(-1);
  }

  @Test
  void everyKindAndReasonIsOnThePage() {
    String reference = Reference.page();
    for (String kind : StepTable.standard().kinds().keySet()) {
      assertThat(reference).contains("\n### " + kind + "\n");
    }
    assertThat(reference).contains("`fetch.PERMANENT_METHOD_KEPT`");
  }
}
