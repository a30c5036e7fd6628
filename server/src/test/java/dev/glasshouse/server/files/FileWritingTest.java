package dev.glasshouse.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.server.files.FileOptions.Switch;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWritingTest {
  @TempDir Path outside;
  private Path root;
  private FileHandler handler;

  @BeforeEach
  void lay() throws IOException {
    root = Files.createDirectory(outside.resolve("root"));
    Files.createDirectory(root.resolve("folder"));
    Files.writeString(root.resolve("old.txt"), "old");
    var limits = new FileLimits(32, 1024, 100, 10, 1024, 10, 10, 0, 0);
    handler =
        new FileHandler(
            FolderTree.of(root),
            FileOptions.USUAL.writing(Switch.ON).limits(limits),
            InstantSource.system());
  }

  private Response put(String path, Body body, String... fields) {
    return handler.handle(
        Request.to(Method.PUT, Url.parse("http://site.test" + path))
            .with(Fields.of(fields))
            .with(body));
  }

  private Response delete(String path, String... fields) {
    return handler.handle(
        Request.to(Method.DELETE, Url.parse("http://site.test" + path)).with(Fields.of(fields)));
  }

  @Test
  void makesAndReplaces() throws IOException {
    assertThat(put("/new.txt", Body.of("one")).status().code()).isEqualTo(201);
    Response again = put("/new.txt", Body.of("two"));
    assertThat(again.status().code()).isEqualTo(204);
    assertThat(Files.readString(root.resolve("new.txt"))).isEqualTo("two");
    assertThat(again.fields().has("ETag")).isTrue();
  }

  @Test
  void keepsToTheConditions() throws IOException {
    assertThat(put("/old.txt", Body.of("x"), "If-None-Match", "*").status().code()).isEqualTo(412);
    assertThat(put("/none.txt", Body.of("x"), "If-Match", "*").status().code()).isEqualTo(412);
    assertThat(delete("/old.txt", "If-Match", "\"other\"").status().code()).isEqualTo(412);
    assertThat(Files.readString(root.resolve("old.txt"))).isEqualTo("old");
    assertThat(root.resolve("none.txt")).doesNotExist();
  }

  @Test
  void nothingHalfStaysBehind() throws IOException {
    InputStream broken =
        new InputStream() {
          private int left = 50;

          @Override
          public int read() throws IOException {
            if (left-- == 0) {
              throw new IOException("gone");
            }
            return 'x';
          }
        };
    assertThat(put("/old.txt", Body.streaming(broken)).status().isOk()).isFalse();
    assertThat(put("/old.txt", Body.of("x".repeat(101))).status().code()).isEqualTo(413);
    assertThat(put("/old.txt", Body.streaming(Body.of("x".repeat(101)).open())).status().code())
        .isEqualTo(413);
    assertThat(Files.readString(root.resolve("old.txt"))).isEqualTo("old");
    try (var files = Files.list(root)) {
      assertThat(files).as("no temporary files").hasSize(2);
    }
  }

  @Test
  void refusesWhatIsNoFileOfItsOwn() throws IOException {
    assertThat(put("/folder", Body.of("x")).status().code()).isEqualTo(409);
    assertThat(put("/folder/", Body.of("x")).status().code()).isEqualTo(409);
    assertThat(put("/no/where.txt", Body.of("x")).status().code()).isEqualTo(409);
    assertThat(put("/a.txt", Body.of("x"), "Content-Range", "bytes 0-0/1").status().code())
        .isEqualTo(400);
    assertThat(put("/.env", Body.of("x")).status().code()).isEqualTo(404);
    assertThat(put("/%2e%2e%2fout.txt", Body.of("x")).status().code()).isEqualTo(400);
    Files.writeString(outside.resolve("secret.txt"), "secret");
    Files.createSymbolicLink(root.resolve("out"), outside.resolve("secret.txt"));
    Files.createSymbolicLink(root.resolve("outside"), outside);
    assertThat(put("/out", Body.of("x")).status().code()).isEqualTo(403);
    assertThat(put("/outside/new.txt", Body.of("x")).status().code()).isEqualTo(409);
    assertThat(delete("/out").status().code()).isEqualTo(403);
    assertThat(delete("/outside/secret.txt").status().code()).isEqualTo(403);
    assertThat(Files.readString(outside.resolve("secret.txt"))).isEqualTo("secret");
  }

  @Test
  void removes() {
    assertThat(delete("/old.txt").status().code()).isEqualTo(204);
    assertThat(delete("/old.txt").status().code()).isEqualTo(404);
    assertThat(delete("/folder").status().code()).isEqualTo(409);
    assertThat(root.resolve("old.txt")).doesNotExist();
  }

  @Test
  void isOffUnlessAskedFor() throws IOException {
    var usual = new FileHandler(FolderTree.of(root));
    Response response =
        usual.handle(Request.to(Method.PUT, Url.parse("http://site.test/x")).with(Body.of("x")));
    assertThat(response.status().code()).isEqualTo(405);
    assertThat(response.fields().first("Allow")).contains("GET, HEAD, OPTIONS");
    assertThat(root.resolve("x")).doesNotExist();
  }
}
