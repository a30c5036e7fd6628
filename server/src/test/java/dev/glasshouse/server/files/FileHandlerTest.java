package dev.glasshouse.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileHandlerTest {
  @TempDir Path outside;
  private Path root;
  private FileHandler handler;

  @BeforeEach
  void lay() throws IOException {
    root = Files.createDirectory(outside.resolve("root"));
    Files.writeString(outside.resolve("secret.txt"), "secret");
    Files.writeString(root.resolve("index.html"), "<p>home");
    Files.createDirectory(root.resolve("folder"));
    Files.writeString(root.resolve("folder/index.html"), "<p>folder");
    Files.createDirectory(root.resolve("bare"));
    Files.writeString(root.resolve("a b.txt"), "spaced");
    Files.createSymbolicLink(root.resolve("way-out"), outside.resolve("secret.txt"));
    handler = new FileHandler(FolderTree.of(root));
  }

  private Response get(String target) {
    Request request = Request.get(Url.parse("http://site.test/"));
    return handler.handle(
        new Request(
            request.method(),
            request.scheme(),
            request.authority(),
            target,
            request.version(),
            request.fields(),
            request.body(),
            request.peer()));
  }

  private static String text(Response response) throws IOException {
    return new String(response.body().open().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void servesFilesAndDefaultDocuments() throws IOException {
    assertThat(text(get("/"))).isEqualTo("<p>home");
    assertThat(text(get("/folder/?x=1"))).isEqualTo("<p>folder");
    assertThat(text(get("/a%20b.txt"))).isEqualTo("spaced");
    assertThat(get("/").fields().first("Content-Type")).contains("text/html; charset=utf-8");
  }

  @Test
  void redirectsToTheSlashOfAFolder() {
    Response response = get("/folder?x=1");
    assertThat(response.status()).isEqualTo(Status.MOVED_PERMANENTLY);
    assertThat(response.fields().first("Location")).contains("/folder/?x=1");
  }

  @Test
  void aRedirectNeverNamesAnotherHost() {
    assertThat(get("//folder").fields().first("Location")).contains("/folder/");
  }

  @ParameterizedTest
  @CsvSource({
    "/nothing, 404",
    "/index.html/, 404",
    "/index.html/x, 404",
    "/bare/, 404",
    "/../secret.txt, 400",
    "/%2e%2e/secret.txt, 400",
    "/folder/..%2f..%2fsecret.txt, 400",
    "/..%5csecret.txt, 400",
    "/index.html%00.png, 400",
    "/%ff, 400",
    "/%2, 400",
    "/way-out, 404",
    "nothing, 400",
  })
  void refuses(String target, int status) {
    assertThat(get(target).status().code()).isEqualTo(status);
  }

  @Test
  void answersConditionalRequests() throws IOException {
    Response first = get("/");
    String tag = first.fields().first("ETag").orElseThrow();
    String date = first.fields().first("Last-Modified").orElseThrow();
    Request request = Request.get(Url.parse("http://site.test/"));
    assertThat(handler.handle(request.with("If-None-Match", "\"x\", W/" + tag)).status())
        .isEqualTo(Status.NOT_MODIFIED);
    assertThat(handler.handle(request.with("If-None-Match", "\"x\"")).status())
        .isEqualTo(Status.OK);
    assertThat(handler.handle(request.with("If-Modified-Since", date)).status())
        .isEqualTo(Status.NOT_MODIFIED);
    assertThat(
            handler
                .handle(
                    request.with("If-Modified-Since", date).with("If-None-Match", "\"changed\""))
                .status())
        .as("If-None-Match counts first")
        .isEqualTo(Status.OK);
    assertThat(handler.handle(request.with("If-Modified-Since", "yesterday")).status())
        .isEqualTo(Status.OK);
  }

  @Test
  void otherMethodsAreRefused() {
    Response response = handler.handle(Request.to(Method.POST, Url.parse("http://site.test/")));
    assertThat(response.status()).isEqualTo(Status.METHOD_NOT_ALLOWED);
    assertThat(response.fields().first("Allow")).contains("GET, HEAD, OPTIONS");
  }

  @Test
  void resourcesAreATreeToo() throws IOException {
    var tree = new ResourceTree(FileHandlerTest.class, "tree", java.time.Instant.EPOCH);
    var resources = new FileHandler(tree);
    Request request = Request.get(Url.parse("http://site.test/"));
    assertThat(text(resources.handle(request))).contains("a resource");
    assertThat(resources.handle(Request.get(Url.parse("http://site.test/none.txt"))).status())
        .isEqualTo(Status.NOT_FOUND);
    assertThat(resources.handle(Request.get(Url.parse("http://site.test/sub"))).status())
        .isEqualTo(Status.MOVED_PERMANENTLY);
  }
}
