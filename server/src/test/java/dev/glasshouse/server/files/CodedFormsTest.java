package dev.glasshouse.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.EncodedBody;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.ServerReason;
import dev.glasshouse.journey.ServerStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Coded forms of files in memory: answered at once, and only while they are the file's. */
class CodedFormsTest {
  private static final String TEXT = "glasshouse ".repeat(1000);

  @TempDir private Path folder;
  private Path root;
  private Instant now = Instant.now().plusSeconds(60);
  private FileHandler handler;

  @BeforeEach
  void lay() throws IOException {
    root = Files.createDirectory(folder.resolve("root"));
    Files.writeString(root.resolve("text.txt"), TEXT);
    Files.writeString(root.resolve("small.txt"), "small");
    handler = handler(FileLimits.USUAL);
  }

  private FileHandler handler(FileLimits limits) throws IOException {
    return new FileHandler(FolderTree.of(root), FileOptions.USUAL.limits(limits), () -> now);
  }

  private static Request get(String path, String accepted) {
    return Request.get(Url.parse("http://site.test/")).to(path).with("Accept-Encoding", accepted);
  }

  private Optional<Response> atOnce(Request request) {
    return handler.atOnce(request, Trail.OFF);
  }

  private static byte[] bytes(Response response) throws IOException {
    try (var in = response.body().open()) {
      return in.readAllBytes();
    }
  }

  private static String unzipped(Response response) throws IOException {
    assertThat(response.fields().first("Content-Encoding")).contains("gzip");
    assertThat(response.fields().first("Vary")).contains("Accept-Encoding");
    try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes(response)))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<Because> told(Recorder recorder) {
    return recorder.journey().entries().stream()
        .filter(entry -> entry.step() instanceof ServerStep.CodingNegotiated)
        .map(entry -> entry.because())
        .toList();
  }

  @Test
  void aCopyIsKeptForTheNextOnes() throws IOException {
    Request request = get("/text.txt", "gzip");
    assertThat(atOnce(request)).isEmpty();
    Response first = handler.handle(request);
    assertThat(unzipped(first)).isEqualTo(TEXT);
    assertThat(first.body().length()).isPresent();
    Recorder recorder = Recorder.start();
    Response ready = handler.atOnce(request, recorder.trail()).orElseThrow();
    assertThat(unzipped(ready)).isEqualTo(TEXT);
    assertThat(ready.fields()).isEqualTo(first.fields());
    assertThat(told(recorder))
        .singleElement()
        .satisfies(because -> {
          assertThat(because.reason()).isEqualTo(ServerReason.CODING_KEPT);
          assertThat(because.arguments())
              .containsExactly(now.truncatedTo(ChronoUnit.SECONDS).toString());
        });
    Recorder there = Recorder.start();
    handler.handle(request, Aside.silent(there.trail()));
    assertThat(there.journey().entries())
        .extracting(entry -> entry.step())
        .isEqualTo(recorder.journey().entries().stream().map(entry -> entry.step()).toList());
  }

  @Test
  void eachCodingHasItsOwn() throws IOException {
    for (String coding : EncodedBody.codings()) {
      Request request = get("/text.txt", coding);
      Response first = handler.handle(request);
      Response ready = atOnce(request).orElseThrow();
      assertThat(ready.fields().first("Content-Encoding")).contains(coding);
      assertThat(ready.fields().first("ETag").orElseThrow()).endsWith("-" + coding + "\"");
      assertThat(bytes(ready)).isEqualTo(bytes(first));
      String tag = ready.fields().first("ETag").orElseThrow();
      assertThat(atOnce(request.with("If-None-Match", tag)).orElseThrow().status())
          .isEqualTo(Status.NOT_MODIFIED);
    }
    assertThat(unzipped(atOnce(get("/text.txt", "br;q=0.1, gzip")).orElseThrow())).isEqualTo(TEXT);
    Response plain = atOnce(get("/text.txt", "gzip;q=0")).orElseThrow();
    assertThat(plain.fields().has("Content-Encoding")).isFalse();
    assertThat(new String(bytes(plain), StandardCharsets.UTF_8)).isEqualTo(TEXT);
    Request head =
        Request.to(Method.HEAD, Url.parse("http://site.test/text.txt"))
            .with("Accept-Encoding", "gzip");
    assertThat(atOnce(head).orElseThrow().fields().first("Content-Encoding")).contains("gzip");
  }

  @Test
  void partsAreCutFromTheFileAsItLies() throws IOException {
    handler.handle(get("/text.txt", "gzip"));
    Response part = atOnce(get("/text.txt", "gzip").with("Range", "bytes=0-4")).orElseThrow();
    assertThat(part.status()).isEqualTo(Status.PARTIAL_CONTENT);
    assertThat(part.fields().has("Content-Encoding")).isFalse();
    assertThat(new String(bytes(part), StandardCharsets.UTF_8)).isEqualTo("glass");
  }

  @Test
  void whatIsTooSmallGoesAsItIs() throws IOException {
    handler.handle(get("/small.txt", "gzip"));
    Response ready = atOnce(get("/small.txt", "gzip")).orElseThrow();
    assertThat(ready.fields().has("Content-Encoding")).isFalse();
    assertThat(ready.fields().first("Vary")).contains("Accept-Encoding");
  }

  @Test
  void aCopyGoesWithItsFile() throws IOException {
    Request request = get("/text.txt", "gzip");
    handler.handle(request);
    assertThat(atOnce(request)).isPresent();
    String other = TEXT.replace('g', 'G');
    Files.writeString(root.resolve("text.txt"), other);
    assertThat(atOnce(request)).isEmpty();
    assertThat(unzipped(handler.handle(request))).isEqualTo(other);
  }

  @Test
  void whatLiesBesideAFileIsSentAtOnceAndAsLongAsItLiesThere() throws IOException {
    Request request = get("/text.txt", "gzip");
    handler.handle(request);
    Path beside = root.resolve("text.txt.gz");
    Files.write(beside, bytes(EncodedResponse.of("beside it")));
    assertThat(unzipped(atOnce(request).orElseThrow()))
        .as("it was looked just now")
        .isEqualTo(TEXT);
    now = now.plusSeconds(2);
    assertThat(atOnce(request)).isEmpty();
    assertThat(unzipped(handler.handle(request))).isEqualTo("beside it");
    now = now.plusSeconds(60);
    handler.handle(request);
    Recorder recorder = Recorder.start();
    Response ready = handler.atOnce(request, recorder.trail()).orElseThrow();
    assertThat(unzipped(ready)).isEqualTo("beside it");
    assertThat(told(recorder))
        .extracting(Because::reason)
        .containsExactly(ServerReason.CODING_STORED);
    Files.delete(beside);
    assertThat(atOnce(request)).isEmpty();
    assertThat(unzipped(handler.handle(request))).isEqualTo(TEXT);
  }

  /** A form that is reached through a link is served, and looked for each time. */
  @Test
  void aLinkBesideAFileIsNotKept() throws IOException {
    Files.write(root.resolve("other"), bytes(EncodedResponse.of("linked")));
    Files.createSymbolicLink(root.resolve("text.txt.gz"), root.resolve("other"));
    Request request = get("/text.txt", "gzip");
    for (int i = 0; i < 3; i++) {
      assertThat(unzipped(handler.handle(request))).isEqualTo("linked");
      assertThat(atOnce(request)).isEmpty();
    }
    Files.write(folder.resolve("secret.gz"), bytes(EncodedResponse.of("secret")));
    Files.delete(root.resolve("text.txt.gz"));
    Files.createSymbolicLink(root.resolve("text.txt.gz"), folder.resolve("secret.gz"));
    for (int i = 0; i < 3; i++) {
      assertThat(unzipped(handler.handle(request))).isEqualTo(TEXT);
      now = now.plusSeconds(2);
    }
  }

  @Test
  void copiesCountAsBytesThatAreKept() throws IOException {
    FileLimits usual = FileLimits.USUAL;
    var random = new java.util.Random(1);
    for (int i = 0; i < 100; i++) {
      var text = new StringBuilder();
      for (int n = 0; n < 5000; n++) {
        text.append((char) ('!' + random.nextInt(90)));
      }
      Files.writeString(root.resolve("file-" + i + ".txt"), text);
    }
    handler =
        handler(
            new FileLimits(
                usual.ranges(),
                usual.coded(),
                usual.upload(),
                usual.listed(),
                usual.scanned(),
                usual.hinted(),
                usual.pages(),
                100_000,
                5000));
    for (int i = 0; i < 100; i++) {
      handler.handle(get("/file-" + i + ".txt", "gzip"));
    }
    long kept = 0;
    for (int i = 0; i < 100; i++) {
      Optional<Response> ready = atOnce(get("/file-" + i + ".txt", "gzip"));
      kept += ready.isPresent() ? 5000 + ready.get().body().length().orElseThrow() : 0;
    }
    assertThat(kept).isPositive().isLessThan(100_000);
  }

  /** A text in gzip. */
  private static final class EncodedResponse {
    static Response of(String text) throws IOException {
      return new Response(
          Status.OK,
          "",
          dev.glasshouse.http.HttpVersion.HTTP_1_1,
          Fields.EMPTY,
          EncodedBody.of("gzip", dev.glasshouse.http.Body.of(text)));
    }
  }
}
