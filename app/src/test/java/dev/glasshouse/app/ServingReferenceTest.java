package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glasshouse.server.config.ConfigException;
import dev.glasshouse.server.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reference of the configuration file is what the table of options says. */
class ServingReferenceTest {
  private static final String MARK = "-Dglass.regenerate=true -->\n";

  private static Path page() {
    String root = Objects.requireNonNullElse(System.getenv("GLASS_ROOT"), "..");
    return Path.of(root, "docs", "serving.md");
  }

  private static String wanted(String there) {
    int mark = there.indexOf(MARK);
    assertThat(mark).as("the mark in docs/serving.md").isPositive();
    return there.substring(0, mark + MARK.length())
        + "\n"
        + ServeKinds.reference().markdown().strip()
        + "\n";
  }

  @Test
  void thePageIsUpToDate() throws IOException {
    if (Boolean.getBoolean("glass.regenerate")) {
      Files.writeString(page(), wanted(Files.readString(page())));
    }
    String there = Files.readString(page());
    assertThat(Arrays.mismatch(there.split("\n", -1), wanted(there).split("\n", -1)))
        .as("the first line of docs/serving.md that is out of date; it says how to renew it")
        .isEqualTo(-1);
  }

  /** The example has no fault of its own; only what it names is not on this machine. */
  @Test
  void itsExampleCanBeRead(@TempDir Path folder) throws Exception {
    String text = Files.readString(page());
    int begin = text.indexOf("```toml\n") + "```toml\n".length();
    String example =
        text.substring(begin, text.indexOf("```", begin)).replace("/srv/www", folder.toString());
    ConfigException wrong =
        catchThrowableOfType(
            ConfigException.class,
            () -> ConfigFile.parse(example, "example", folder, ServeKinds.reference()));
    assertThat(wrong.faults()).allMatch(fault -> fault.reason().contains("there is no f"));
  }
}
