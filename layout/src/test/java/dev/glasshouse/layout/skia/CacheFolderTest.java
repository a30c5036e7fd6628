package dev.glasshouse.layout.skia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CacheFolderTest {
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);
  private static final String SHA256 =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  @TempDir Path temp;

  @Test
  void liesWhereTheDesktopSays() {
    assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", "/c"), "/home/a").root())
        .isEqualTo(Path.of("/c/glasshouse"));
    assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", "not/absolute"), "/home/a").root())
        .isEqualTo(Path.of("/home/a/.cache/glasshouse"));
    assertThat(CacheFolder.of(Map.of(), "").root().getFileName()).hasToString("glasshouse-cache");
  }

  @Test
  void unpacksOnce() throws Exception {
    CacheFolder cache = new CacheFolder(temp.resolve("a/b"));
    Path first = cache.unpacked("x/y", 5, SHA256, () -> new ByteArrayInputStream(HELLO));

    Path second =
        cache.unpacked(
            "x/y",
            5,
            SHA256,
            () -> {
              throw new IOException("asked again");
            });

    assertThat(second).isEqualTo(first).hasBinaryContent(HELLO);
    try (var files = Files.list(temp.resolve("a/b/x"))) {
      assertThat(files).containsExactly(first);
    }
  }

  @Test
  void replacesAFileThatWasCutOff() throws Exception {
    CacheFolder cache = new CacheFolder(temp);
    Files.writeString(temp.resolve("y"), "hel");

    Path file = cache.unpacked("y", 5, SHA256, () -> new ByteArrayInputStream(HELLO));

    assertThat(file).hasBinaryContent(HELLO);
  }

  @Test
  void refusesContentsThatAreNotWhatTheyShouldBe() throws Exception {
    CacheFolder cache = new CacheFolder(temp);

    assertThatThrownBy(() -> cache.unpacked("y", 5, "00", () -> new ByteArrayInputStream(HELLO)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("y");
    try (var files = Files.list(temp)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void usesTheTemporaryFolderWhereItCannotWrite() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "in the way");
    CacheFolder cache = new CacheFolder(file);

    Path unpacked = cache.unpacked("y", 5, SHA256, () -> new ByteArrayInputStream(HELLO));

    assertThat(unpacked).hasBinaryContent(HELLO);
    assertThat(unpacked.startsWith(file)).isFalse();
  }
}
