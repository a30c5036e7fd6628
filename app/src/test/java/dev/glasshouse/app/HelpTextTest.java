package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTextTest {
  private static String help(String command) {
    var out = new ByteArrayOutputStream();
    assertThat(Glass.run(out, out, command, "--help")).isEqualTo(Glass.OK);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Within what an option is for, a line ends only where the next word has no room. */
  @ParameterizedTest
  @ValueSource(strings = {"edge", "serve", "open", "get"})
  void linesEndWhereTheTerminalDoes(String command) {
    List<String> lines = help(command).lines().toList();
    String indent = " ".repeat(29);
    for (int i = 1; i < lines.size(); i++) {
      String before = lines.get(i - 1);
      String line = lines.get(i);
      assertThat(line.length()).as(line).isLessThanOrEqualTo(80);
      boolean goesOn =
          line.matches(" {29,31}\\S.*") && before.length() > 31 && before.startsWith(indent);
      if (goesOn) {
        String word = line.strip().split(" ", -1)[0];
        assertThat(before.length() + 1 + word.length()).as(before + "|" + line).isGreaterThan(79);
      }
    }
  }

  @Test
  void theSameIsSaidAsTheTableSays() {
    assertThat(help("edge").replaceAll("\\s+", " "))
        .contains("--cache-not-found=TIME How long, for 404 and 410. Default: 10s")
        .contains("--balance=turns|least|two|hash");
  }
}
