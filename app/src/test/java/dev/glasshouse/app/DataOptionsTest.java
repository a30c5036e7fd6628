package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Body;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code -d}, {@code --data-urlencode} and {@code -F} send. */
class DataOptionsTest {
  @CommandLine.Command
  static final class Holder {
    @CommandLine.Mixin private final DataOptions data = new DataOptions();
  }

  private static Body body(String... arguments) throws IOException {
    var holder = new Holder();
    new CommandLine(holder).parseArgs(arguments);
    InputStream in = new ByteArrayInputStream("typed".getBytes(StandardCharsets.UTF_8));
    return holder.data.content(in).body();
  }

  private static String text(Body body) throws IOException {
    try (InputStream in = body.open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void filesAndTextsAreJoined(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("x"), "c=3");
    assertThat(text(body("-d", "@" + file))).isEqualTo("c=3");
    Body all = body("-d", "a=1", "-d", "@" + file, "--data-urlencode", "d=e f");
    assertThat(text(all)).isEqualTo("a=1&c=3&d=e+f");
    assertThat(all.length()).hasValue(13);
    assertThat(all.isReplayable()).isTrue();
  }

  @Test
  void standardInputIsReadWhileItIsSent() throws Exception {
    Body alone = body("-d", "@-");
    assertThat(alone.length()).isEmpty();
    assertThat(alone.isReplayable()).isFalse();
    assertThat(text(alone)).isEqualTo("typed");
    assertThat(text(body("-d", "a=1", "-d", "@-"))).isEqualTo("a=1&typed");
    assertThat(text(body("-F", "f=@-;filename=x.txt")))
        .contains("filename=\"x.txt\"")
        .contains("\r\n\r\ntyped\r\n--");
    assertThatThrownBy(() -> body("-d", "@-", "-d", "@-"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("only once");
  }
}
