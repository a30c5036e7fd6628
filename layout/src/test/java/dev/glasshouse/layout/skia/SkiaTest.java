package dev.glasshouse.layout.skia;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SkiaTest {
  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource({
    "libGL.so.1, libgl1",
    "libEGL.so.1, libegl1",
    "libfontconfig.so.1, libfontconfig1",
    "libfreetype.so.6, libfreetype6",
  })
  void namesThePackageToInstall(String library, String debian) {
    var cause =
        new UnsatisfiedLinkError(
            "/x/libskija.so: " + library + ": cannot open shared object file: No such file");

    PaintingUnavailable told = PaintingUnavailable.of(cause);

    assertThat(told).hasMessageContaining(library).hasMessageContaining(debian);
    assertThat(told.debianPackage()).contains(debian);
  }

  /** Skia with the name of one library it needs changed to one that no machine has. */
  @Test
  void failsSoftlyWhereALibraryIsMissing() throws Exception {
    String resource = "/io/github/humbleui/skija/linux/x64/libskija.so";
    byte[] library;
    try (InputStream in = Skia.class.getResourceAsStream(resource)) {
      library = in.readAllBytes();
    }
    replace(library, "libEGL.so.1", "libEGL.so.9");
    Files.write(temp.resolve("libskija.so"), library);

    String said = run(temp, Main.class);

    assertThat(said.strip())
        .isEqualTo(
            "painting is not available: Skia needs libEGL.so.9, which is not on this machine;"
                + " install the Debian package libegl1");
  }

  private static void replace(byte[] in, String from, String to) {
    byte[] a = (from + '\0').getBytes(StandardCharsets.US_ASCII);
    byte[] b = (to + '\0').getBytes(StandardCharsets.US_ASCII);
    int replaced = 0;
    for (int i = 0; i + a.length <= in.length; i++) {
      if (java.util.Arrays.equals(in, i, i + a.length, a, 0, a.length)) {
        System.arraycopy(b, 0, in, i, b.length);
        replaced++;
      }
    }
    assertThat(replaced).isPositive();
  }

  private static String run(Path libraries, Class<?> main) throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xshare:auto",
                    "--enable-native-access=ALL-UNNAMED",
                    "-Dskija.library.path=" + libraries,
                    "-cp",
                    System.getProperty("java.class.path"),
                    main.getName()))
            .redirectErrorStream(true)
            .start();
    try (InputStream in = process.getInputStream()) {
      String said = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return said;
    } finally {
      process.destroyForcibly();
    }
  }

  /** Tries to load Skia and prints what came of it. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) {
      try {
        Skia.load(CacheFolder.ofUser());
        System.out.println("loaded");
      } catch (PaintingUnavailable e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
