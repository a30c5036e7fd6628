package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The root's servers and trust anchors out of files. */
class RecordFileTest {
  private static final String HINTS =
      """
      ; the root's servers
      $TTL 3600
      . 3600000 NS A.ROOT-SERVERS.NET.
      A.ROOT-SERVERS.NET. 3600000 A 198.41.0.4
      A.ROOT-SERVERS.NET. 3600000 AAAA 2001:503:ba3e::2:30
      $GENERATE 1-3 b$.root-servers.net A 192.0.2.$
      """;
  private static final String ANCHORS =
      """
      . IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D
      test. 300 IN DNSKEY 257 3 15 ( l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4= ) ; ours
      """;

  @TempDir Path folder;

  /** Reads a file. */
  private interface Reader {
    void read(Path file) throws IOException;
  }

  private int refused(String text, Reader reader) throws IOException {
    Path file = folder.resolve("file");
    Files.writeString(file, text);
    reader.read(file);
    var random = new Random(31);
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        bytes[random.nextInt(bytes.length)] =
            random.nextBoolean()
                ? (byte) random.nextInt(256)
                : (byte) " \n\"();\\$.@0-9/{".charAt(random.nextInt(15));
      }
      Files.write(file, bytes);
      try {
        reader.read(file);
      } catch (IOException e) {
        refused++;
        assertThat(e.getMessage())
            .as(new String(bytes, StandardCharsets.ISO_8859_1))
            .contains("file");
      }
    }
    return refused;
  }

  @Test
  void whateverStandsThereIsReadOrRefusedInALine() throws Exception {
    assertThat(refused(HINTS, HintsFile::read)).isBetween(300, 2999);
    assertThat(refused(ANCHORS, AnchorFile::read)).isBetween(300, 2999);
  }

  @Test
  void whatIsBrokenIsNamedWithItsLine() throws Exception {
    Path file = Files.writeString(folder.resolve("broken"), HINTS + "x A 192.0.2.\u001b[2J\n");
    assertThatThrownBy(() -> HintsFile.read(file))
        .hasMessageStartingWith(file + ":7: ")
        .hasMessageContaining("192.0.2.\\027[2J");
  }

  @Test
  void whatIsMissingIsSaid() throws Exception {
    Path file = Files.writeString(folder.resolve("empty"), "test. 60 TXT none\n");
    assertThatThrownBy(() -> HintsFile.read(file))
        .hasMessage(file + ": it names no server with an address");
    assertThatThrownBy(() -> AnchorFile.read(file))
        .hasMessage(file + ": there is no DS or DNSKEY record in it");
  }
}
