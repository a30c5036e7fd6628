package dev.glasshouse.server.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glasshouse.server.config.ConfigFile;
import dev.glasshouse.server.config.OptionTable;
import dev.glasshouse.server.config.ServerSettings;
import dev.glasshouse.server.kinds.ServerKinds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {
  /** Linux' own full disk: it takes everything, and has room for nothing. */
  private static final Path FULL = Path.of("/dev/full");

  @TempDir private Path folder;

  @Test
  void aFullDiskIsToldOnceHoweverOftenItIsTried() throws Exception {
    assumeTrue(Files.isWritable(FULL), "there is no /dev/full on this machine");
    ServerSettings settings =
        ConfigFile.parse(
            """
            [[listen]]
            address = "127.0.0.1:0"
            [[site]]
            root = "."
            access-log = "/dev/full"
            """,
            "glass.toml",
            folder,
            OptionTable.of(ServerKinds.all()));
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    var first = new CountDownLatch(1);
    try (Logs logs =
        Logs.open(
            settings,
            line -> {
              told.add(line);
              first.countDown();
            })) {
      logs.line(FULL, "one");
      assertThat(first.await(60, TimeUnit.SECONDS)).isTrue();
      // Those come after it was told, and are tried once more when it is closed.
      logs.line(FULL, "two");
      logs.line(FULL, "three");
    }
    assertThat(told)
        .containsExactly("the log /dev/full cannot be written: No space left on device");
  }
}
