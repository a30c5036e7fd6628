package dev.glasshouse.server.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
  @TempDir private Path folder;
  private Path log = Path.of("log");

  @BeforeEach
  void place() {
    log = folder.resolve("log");
  }

  private Path aside(int number) {
    return folder.resolve("log." + number);
  }

  @Test
  void itIsPutAsideWhenItIsLargeAndTheOldestGo() throws Exception {
    var file = new LogFile(log, new LogFile.Rotation(10, 2));
    for (int i = 0; i < 9; i++) {
      file.line("line" + i);
    }
    file.close();
    assertThat(log).hasContent("line8");
    assertThat(aside(1)).hasContent("line7");
    assertThat(aside(2)).hasContent("line6");
    assertThat(aside(3)).doesNotExist();
  }

  @Test
  void itGoesOnAtItsEnd() throws Exception {
    Files.writeString(log, "before\n");
    var file = new LogFile(log, new LogFile.Rotation(0, 5));
    file.line("after");
    file.close();
    assertThat(log).hasContent("before\nafter");
  }

  @Test
  void whoMovedItAwayHasWhatWasWrittenTillItIsOpenedAnew() throws Exception {
    var file = new LogFile(log, new LogFile.Rotation(0, 5));
    file.line("one");
    Files.move(log, aside(1));
    file.line("two");
    file.reopen();
    file.line("three");
    file.close();
    assertThat(aside(1)).hasContent("one\ntwo");
    assertThat(log).hasContent("three");
  }

  @Test
  void whatFailedIsTriedAgain() throws Exception {
    var file = new LogFile(log, new LogFile.Rotation(10, 1));
    file.line("line0");
    // A folder with something in it cannot be replaced.
    Files.createDirectories(aside(1).resolve("full"));
    file.line("1");
    assertThatThrownBy(() -> file.line("line2")).isInstanceOf(IOException.class);
    Files.delete(aside(1).resolve("full"));
    Files.delete(aside(1));
    file.line("line3");
    file.close();
    assertThat(log).hasContent("line3");
    assertThat(aside(1)).hasContent("line0\n1");
  }
}
