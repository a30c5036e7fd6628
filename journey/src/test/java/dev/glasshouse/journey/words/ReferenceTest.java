package dev.glasshouse.journey.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    assertThat(Files.readString(page()))
        .as("docs/journey.md says itself how to make it anew")
        .isEqualTo(Reference.page());
  }

  @Test
  void everyKindAndReasonIsOnThePage() {
    for (String kind : StepTable.standard().kinds().keySet()) {
      assertThat(Reference.page()).contains("\n### " + kind + "\n");
    }
    assertThat(Reference.page()).contains("`fetch.PERMANENT_METHOD_KEPT`");
  }
}
