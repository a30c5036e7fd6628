package dev.glasshouse.server.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Status;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  @TempDir private Path folder;

  private static Body body(int size) {
    return Body.streaming(new ByteArrayInputStream(new byte[size]));
  }

  @Test
  void aLongBodyIsKeptOnTheDiskUntilItIsOver() throws Exception {
    try (Spool spool = Spool.of(body(100_000), 100_000, folder)) {
      assertThat(spool.body().length()).hasValue(100_000);
      try (Stream<Path> kept = Files.list(folder)) {
        assertThat(kept).hasSize(1);
      }
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void oneThatIsTooLongLeavesNothingBehind() {
    for (int size : new int[] {11, 100_000}) {
      assertThatThrownBy(() -> Spool.of(body(size), size - 1, folder))
          .isInstanceOfSatisfying(
              ProgramException.class,
              e -> assertThat(e.status()).isEqualTo(Status.CONTENT_TOO_LARGE));
    }
    assertThat(folder).isEmptyDirectory();
  }

  /**
   * As where the disk is full, or somebody has taken the folder away: 507, and no fault of ours.
   */
  @Test
  void whereNothingCanBeKeptItIsSaid() {
    assertThatThrownBy(() -> Spool.of(body(100_000), 100_000, folder.resolve("none")))
        .isInstanceOfSatisfying(
            ProgramException.class,
            e -> assertThat(e.status()).isEqualTo(Status.INSUFFICIENT_STORAGE));
    assertThatThrownBy(() -> Spool.of(body(4 << 20), 8 << 20, Path.of("/dev/full")))
        .isInstanceOf(ProgramException.class);
  }
}
