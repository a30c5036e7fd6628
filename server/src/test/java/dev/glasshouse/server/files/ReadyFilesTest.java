package dev.glasshouse.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.OpenFile;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are answered at once, from memory: only as they are, and only where they may be. */
class ReadyFilesTest {
  @TempDir private Path outside;
  private Path root;
  private Instant now = Instant.now().plusSeconds(60);
  private FileHandler handler;

  /** What was decided, and why. */
  private record Told(Step step, Because because) {}

  @BeforeEach
  void lay() throws IOException {
    root = Files.createDirectory(outside.resolve("root"));
    Files.createDirectories(root.resolve("a/b"));
    Files.writeString(outside.resolve("file.png"), "secret");
    Files.writeString(root.resolve("index.html"), "<p>home");
    Files.writeString(root.resolve("file.png"), "picture");
    Files.writeString(root.resolve("a/b/file.png"), "deep");
    handler = handler(FileLimits.USUAL);
  }

  private FileHandler handler(FileLimits limits) throws IOException {
    FileOptions usual = FileOptions.USUAL;
    var options =
        new FileOptions(
            usual.documents(),
            usual.listings(),
            usual.writing(),
            usual.hidden(),
            usual.coding(),
            usual.hints(),
            usual.cacheControl(),
            limits);
    InstantSource clock = () -> now;
    return new FileHandler(FolderTree.of(root), options, clock);
  }

  private static Request get(String path) {
    return Request.get(Url.parse("http://site.test/")).to(path);
  }

  private static String text(Response response) throws IOException {
    return new String(response.body().open().readAllBytes(), StandardCharsets.UTF_8);
  }

  private Optional<Response> atOnce(String path) {
    return handler.atOnce(get(path), Trail.OFF);
  }

  private String handled(String path) throws IOException {
    return text(handler.handle(get(path)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/index.html", "/file.png", "/a/b/file.png"})
  void whatWasAskedForIsThereAtOnceTheNextTime(String path) throws IOException {
    assertThat(atOnce(path)).isEmpty();
    Response first = handler.handle(get(path));
    Response ready = atOnce(path).orElseThrow();
    assertThat(text(ready)).isEqualTo(text(first));
    assertThat(ready.fields()).isEqualTo(first.fields());
  }

  @Test
  void theSameIsToldAsElsewhere() throws IOException {
    List<Request> requests =
        List.of(
            get("/"),
            get("/file.png"),
            get("/file.png").with("If-None-Match", "\"x\""),
            get("/file.png").with("If-Match", "\"x\""),
            get("/file.png").with("If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT"),
            get("/file.png").with("Range", "bytes=1-2"),
            get("/file.png").with("Range", "bytes=0-0,2-3"),
            get("/file.png").with("Range", "bytes=100-"),
            get("/file.png").with("Accept-Encoding", "gzip"),
            Request.to(Method.HEAD, Url.parse("http://site.test/file.png")));
    handler.handle(get("/"));
    handler.handle(get("/file.png"));
    for (Request request : requests) {
      Recorder there = Recorder.start();
      Response slow = handler.handle(request, Aside.silent(there.trail()));
      Recorder here = Recorder.start();
      Response ready = handler.atOnce(request, here.trail()).orElseThrow();
      assertThat(ready.status()).isEqualTo(slow.status());
      if (!ready.fields().first("Content-Type").orElse("").startsWith("multipart")) {
        assertThat(ready.fields()).isEqualTo(slow.fields());
        assertThat(text(ready)).isEqualTo(text(slow));
      }
      assertThat(told(here)).isNotEmpty().isEqualTo(told(there));
    }
  }

  private static List<Told> told(Recorder recorder) {
    return recorder.journey().entries().stream()
        .map((Entry entry) -> new Told(entry.step(), entry.because()))
        .toList();
  }

  @Test
  void whatMayTakeTimeIsLeftToThreads() throws IOException {
    handler.handle(get("/index.html"));
    Request page = get("/index.html");
    assertThat(handler.atOnce(page.with("Accept-Encoding", "gzip"), Trail.OFF))
        .as("another form of it may lie beside it")
        .isEmpty();
    Request navigation = page.with("Sec-Fetch-Mode", "navigate");
    assertThat(handler.atOnce(navigation, Trail.OFF)).isPresent();
    assertThat(handler.atOnce(navigation.in(HttpVersion.HTTP_2), Trail.OFF))
        .as("its links are told first")
        .isEmpty();
    assertThat(handler.atOnce(Request.to(Method.POST, Url.parse("http://site.test/")), Trail.OFF))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/./file.png", "//file.png", "/f%69le.png", "/a//b/file.png", "/a/../x"})
  void onlyOneSpellingOfAPathIsKept(String path) throws IOException {
    handler.handle(get(path));
    assertThat(atOnce(path)).isEmpty();
  }

  @Test
  void whatWasChangedIsReadAnew() throws IOException {
    Path file = root.resolve("file.png");
    FileTime modified = Files.getLastModifiedTime(file);
    assertThat(handled("/file.png")).isEqualTo("picture");
    assertThat(atOnce("/file.png")).isPresent();
    // As long as before, and as old as before, by what programs can set.
    Files.writeString(file, "another");
    Files.setLastModifiedTime(file, modified);
    assertThat(atOnce("/file.png")).isEmpty();
    assertThat(handled("/file.png")).isEqualTo("another");
    now = Instant.now().plusSeconds(60);
    assertThat(handled("/file.png")).isEqualTo("another");
    assertThat(text(atOnce("/file.png").orElseThrow())).isEqualTo("another");
    Files.delete(file);
    assertThat(atOnce("/file.png")).isEmpty();
    assertThat(handler.handle(get("/file.png")).status()).isEqualTo(Status.NOT_FOUND);
  }

  /** What was changed a moment ago may be changed again within one tick of the system's clock. */
  @Test
  void whatWasChangedJustNowIsNotKept() throws IOException {
    now = Files.getLastModifiedTime(root.resolve("file.png")).toInstant().plusMillis(1900);
    assertThat(handled("/file.png")).isEqualTo("picture");
    assertThat(atOnce("/file.png")).isEmpty();
    now = now.minus(Duration.ofDays(1));
    assertThat(handled("/file.png")).isEqualTo("picture");
    assertThat(atOnce("/file.png")).as("it was changed in the future").isEmpty();
    now = now.plus(Duration.ofDays(2));
    assertThat(handled("/file.png")).isEqualTo("picture");
    assertThat(atOnce("/file.png")).isPresent();
  }

  @Test
  void whatMayNotBeReadAnyMoreIsNotShown() throws IOException {
    handler.handle(get("/file.png"));
    assertThat(atOnce("/file.png")).isPresent();
    Files.setPosixFilePermissions(
        root.resolve("file.png"), PosixFilePermissions.fromString("---------"));
    assertThat(atOnce("/file.png")).isEmpty();
  }

  @Test
  void aLinkThatTookTheFilesPlaceIsNotFollowed() throws IOException {
    handler.handle(get("/file.png"));
    Files.delete(root.resolve("file.png"));
    Files.createSymbolicLink(root.resolve("file.png"), outside.resolve("file.png"));
    assertThat(atOnce("/file.png")).isEmpty();
    assertThat(handler.handle(get("/file.png")).status()).isEqualTo(Status.NOT_FOUND);
    assertThat(atOnce("/file.png")).isEmpty();
  }

  /** The file at the end is the same one, unchanged: but it is no longer in the folder. */
  @Test
  void aLinkThatTookAFoldersPlaceIsNotFollowedToTheSameFile() throws IOException {
    handler.handle(get("/a/b/file.png"));
    assertThat(atOnce("/a/b/file.png")).isPresent();
    Files.move(root.resolve("a"), outside.resolve("a"));
    Files.createSymbolicLink(root.resolve("a"), outside.resolve("a"));
    assertThat(Files.readString(root.resolve("a/b/file.png"))).isEqualTo("deep");
    assertThat(atOnce("/a/b/file.png")).isEmpty();
    assertThat(handler.handle(get("/a/b/file.png")).status()).isEqualTo(Status.NOT_FOUND);
  }

  @Test
  void whatIsReachedThroughALinkIsServedAndNotKept() throws IOException {
    Files.createSymbolicLink(root.resolve("way"), root.resolve("a/b"));
    Files.createSymbolicLink(root.resolve("same.png"), root.resolve("file.png"));
    for (String path : List.of("/way/file.png", "/same.png")) {
      assertThat(handler.handle(get(path)).status()).isEqualTo(Status.OK);
      assertThat(atOnce(path)).isEmpty();
    }
  }

  /**
   * Somebody moves a folder away and puts a link in its place, again and again, while it is read:
   * whatever the moment, nothing is read through the link.
   */
  @Test
  void nothingIsReadThroughALinkWhateverTheMoment() throws Exception {
    Path folder = root.resolve("a/b");
    Path away = root.resolve("a/away");
    Files.createDirectory(outside.resolve("other"));
    Files.copy(outside.resolve("file.png"), outside.resolve("other/file.png"));
    Path link = Files.createSymbolicLink(root.resolve("link"), outside.resolve("other"));
    var stop = new AtomicBoolean();
    Thread mover =
        Thread.ofPlatform()
            .start(() -> {
              try {
                while (!stop.get()) {
                  Files.move(folder, away);
                  Files.move(link, folder, StandardCopyOption.ATOMIC_MOVE);
                  Files.move(folder, link, StandardCopyOption.ATOMIC_MOVE);
                  Files.move(away, folder);
                }
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    try {
      for (int i = 0; i < 3000; i++) {
        try {
          Optional<KeptFile> kept =
              KeptFile.read(root.toRealPath(), List.of("a", "b", "file.png"), 1000, now);
          if (kept.isPresent()) {
            assertThat(text(Response.of(Status.OK).with(kept.get().file().body())))
                .isEqualTo("deep");
          }
        } catch (IOException e) {
          // The folder was away, or a link when it was opened.
          assertThat(mover.isAlive()).isTrue();
        }
      }
    } finally {
      stop.set(true);
      mover.join();
    }
  }

  /** Large content moves out of the heap when it is asked for often; it is the same there. */
  @Test
  void whatIsAskedForOftenIsTheSameStill() throws IOException {
    byte[] content = new byte[100_000];
    new Random(1).nextBytes(content);
    Files.write(root.resolve("large.png"), content);
    handler.handle(get("/large.png"));
    boolean moved = false;
    for (int i = 0; i < 20; i++) {
      Response ready = atOnce("/large.png").orElseThrow();
      assertThat(ready.body().open().readAllBytes()).isEqualTo(content);
      moved |= ((Body.Bytes) ready.body()).buffer().isDirect();
    }
    assertThat(moved).isTrue();
    OpenFile open = file("/large.png").orElseThrow();
    assertThat(open.channel().size()).isEqualTo(content.length);
    assertThat(file("/file.png")).as("small").isEmpty();
    Request part = get("/large.png").with("Range", "bytes=50000-50009");
    for (Response answer :
        List.of(handler.atOnce(part, Trail.OFF).orElseThrow(), handler.handle(part))) {
      assertThat(answer.status()).isEqualTo(Status.PARTIAL_CONTENT);
      assertThat(answer.body().open().readAllBytes())
          .isEqualTo(Arrays.copyOfRange(content, 50_000, 50_010));
    }
    Files.write(root.resolve("large.png"), new byte[100_000]);
    assertThat(atOnce("/large.png")).isEmpty();
    assertThat(open.channel().isOpen()).as("of what is let go").isFalse();
  }

  private Optional<OpenFile> file(String path) throws IOException {
    handler.handle(get(path));
    for (int i = 0; i < 20; i++) {
      atOnce(path);
    }
    return ((Body.Bytes) atOnce(path).orElseThrow().body()).file();
  }

  @Test
  void noMoreFilesAreOpenThanAreKept() throws IOException {
    List<OpenFile> opened = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String name = "large-" + i + ".png";
      Files.write(root.resolve(name), new byte[200_000]);
      file("/" + name).ifPresent(opened::add);
    }
    long open = opened.stream().filter(its -> its.channel().isOpen()).count();
    assertThat(opened).hasSizeGreaterThan(150);
    assertThat(open * 200_000).isPositive().isLessThanOrEqualTo(FileLimits.USUAL.kept());
  }

  @Test
  void noMoreIsKeptThanThereIsRoomFor() throws IOException {
    FileLimits usual = FileLimits.USUAL;
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
    Files.write(root.resolve("large.png"), new byte[5001]);
    for (int i = 0; i < 100; i++) {
      Files.write(root.resolve("file-" + i + ".png"), new byte[5000]);
    }
    handler.handle(get("/large.png"));
    assertThat(atOnce("/large.png")).as("larger than any that is kept").isEmpty();
    long bytes = 0;
    for (int i = 0; i < 100; i++) {
      handler.handle(get("/file-" + i + ".png"));
    }
    for (int i = 0; i < 100; i++) {
      bytes += atOnce("/file-" + i + ".png").isPresent() ? 5000 : 0;
    }
    assertThat(bytes).isPositive().isLessThan(100_000);
  }
}
