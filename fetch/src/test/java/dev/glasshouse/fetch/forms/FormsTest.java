package dev.glasshouse.fetch.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Body;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTML 4.10.21.7 and 4.10.21.8, RFC 7578. */
class FormsTest {
  private static String text(Body body) throws IOException {
    try (InputStream in = body.open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void multipart(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("x"), "file's\ncontent");
    Body body =
        Forms.multipart(
            List.of(
                new FormEntry.Text("a", "1\r2\n3\r\n4"),
                new FormEntry.Text("na\"me\nof\r\nit", "\u00fc"),
                new FormEntry.File("f", "my \"file\"\r\n.txt", "text/plain", Body.of(file))),
            "BOUND");
    String expected =
        "--BOUND\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n2\r\n3\r\n4\r\n"
            + "--BOUND\r\nContent-Disposition: form-data; name=\"na%22me%0D%0Aof%0D%0Ait\"\r\n\r\n"
            + "\u00fc\r\n--BOUND\r\nContent-Disposition: form-data; name=\"f\"; "
            + "filename=\"my %22file%22%0D%0A.txt\"\r\nContent-Type: text/plain\r\n\r\n"
            + "file's\ncontent\r\n--BOUND--\r\n";
    assertThat(text(body)).isEqualTo(expected);
    assertThat(text(body)).as("once more").isEqualTo(expected);
    assertThat(body.length()).hasValue(expected.getBytes(StandardCharsets.UTF_8).length);
    assertThat(body.isReplayable()).isTrue();
  }

  @Test
  void filesStream() throws Exception {
    Body stream = Body.streaming(new ByteArrayInputStream(new byte[] {'x', 'y'}));
    Body body = Forms.multipart(List.of(new FormEntry.File("f", "n", "a/b", stream)), "B");
    assertThat(body.length()).isEmpty();
    assertThat(body.isReplayable()).isFalse();
    assertThat(text(body)).contains("\r\n\r\nxy\r\n--B--");
  }

  @Test
  void nobodyWritesIntoTheHeadOfAPart() throws Exception {
    Body body =
        Forms.multipart(
            List.of(
                new FormEntry.File("f", "n", "text/html\r\nX-Injected: 1", Body.of("x")),
                new FormEntry.Text("a\"\r\n\r\nfake", "v")),
            "B");
    assertThat(text(body))
        .contains("Content-Type: application/octet-stream")
        .doesNotContain("X-Injected")
        .doesNotContain("\r\nfake");
    assertThatThrownBy(() -> Forms.multipart(List.of(), "a b"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Forms.multipart(List.of(), "a\r\nb"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void plain() throws Exception {
    Body body =
        Forms.plain(
            List.of(
                new FormEntry.Text("a", "1\n2"),
                new FormEntry.File("f", "name.txt", "a/b", Body.of("content"))));
    assertThat(text(body)).isEqualTo("a=1\r\n2\r\nf=name.txt\r\n");
  }
}
