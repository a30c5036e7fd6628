package dev.glasshouse.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.BodyStore;
import dev.glasshouse.journey.CookieReason;
import dev.glasshouse.journey.CookieStep;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.FetchReason;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.JourneyReason;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.url.Url;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole fetches against a server of ours. */
@Timeout(60)
class FetcherTest {
  private static Response redirect(int status, String to) {
    return Response.of(new Status(status)).with("Location", to).with(Body.of("moved"));
  }

  @Test
  void fetchesAPageAndTellsTheWholeStory() throws Exception {
    var seen = new ArrayList<Request>();
    try (var lab =
        new Lab(request -> {
          seen.add(request);
          return Response.html(Status.OK, "<p>hello");
        })) {
      Url url = lab.url("www.example.com", "/a?b#frag");
      try (FetchResponse response = lab.page(url)) {
        assertThat(response.status()).isEqualTo(Status.OK);
        assertThat(response.type().essence()).isEqualTo("text/html");
        assertThat(response.type().charset()).contains("utf-8");
        assertThat(response.disposition()).isEqualTo(new FetchResponse.Disposition.Shown());
        assertThat(Lab.text(response)).isEqualTo("<p>hello");
      }
      Fields fields = seen.getFirst().fields();
      assertThat(fields.first("User-Agent")).get().asString().contains("Glasshouse/");
      assertThat(fields.first("Accept")).get().asString().startsWith("text/html,");
      assertThat(fields.first("Accept-Encoding")).contains("gzip, deflate, br, zstd");
      assertThat(fields.first("Upgrade-Insecure-Requests")).contains("1");
      assertThat(fields.has("Referer")).isFalse();
      assertThat(fields.has("Sec-Fetch-Site")).as("not to http:").isFalse();
      Entry fetched = lab.entries(FetchStep.Fetched.class).getFirst();
      Entry exchanged = lab.entries(FetchStep.Exchanged.class).getFirst();
      assertThat(exchanged.parent()).isEqualTo(fetched.id());
      assertThat(((FetchStep.Fetched) fetched.step()).outcome()).isEqualTo("ok");
      for (Class<? extends HttpStep> kind :
          List.of(
              HttpStep.RequestSent.class,
              HttpStep.ResponseBegun.class,
              HttpStep.ResponseEnded.class)) {
        assertThat(lab.entries(kind).getFirst().parent()).isEqualTo(exchanged.id());
      }
      assertThat(((FetchStep.Exchanged) exchanged.step()).bytes()).isEqualTo(8);
    }
  }

  @Test
  void followsRedirectsOverOriginsWithReasons() throws Exception {
    var seen = new ArrayList<Request>();
    try (var lab =
        new Lab(request -> {
          seen.add(request);
          return switch (request.path()) {
            case "/" ->
                redirect(301, "http://b.example:" + request.authority().split(":")[1] + "/two");
            case "/two" -> redirect(307, "three");
            default -> Response.text(Status.OK, "end");
          };
        })) {
      FetchRequest request =
          FetchRequest.of(lab.url("a.example", "/#keep"))
              .destination(Destination.DOCUMENT)
              .fields(Fields.of("Authorization", "Basic abc", "X", "y"))
              .build();
      FetchResponse response = lab.fetcher.fetch(request, lab.recorder.trail());
      assertThat(Lab.text(response)).isEqualTo("end");
      assertThat(response.url().fragment()).contains("keep");
      assertThat(response.urls()).hasSize(3);
      assertThat(seen.get(0).fields().has("Authorization")).isTrue();
      assertThat(seen.get(1).fields().has("Authorization")).isFalse();
      assertThat(seen.get(1).fields().first("X")).contains("y");
      assertThat(lab.entries(FetchStep.Redirected.class))
          .extracting(e -> e.because().reason())
          .containsExactly(FetchReason.PERMANENT_METHOD_KEPT, FetchReason.TEMPORARY_METHOD_KEPT);
      assertThat(lab.steps(FetchStep.Exchanged.class))
          .extracting(FetchStep.Exchanged::status)
          .containsExactly(301, 307, 200);
      assertThat(lab.steps(HttpStep.ConnectionReused.class))
          .as("the redirect's body was skipped, and its connection used again")
          .hasSize(1);
    }
  }

  @Test
  void aCircleIsToldAsOne() throws Exception {
    var count = new java.util.concurrent.atomic.AtomicInteger();
    try (var lab =
        new Lab(request -> {
          count.incrementAndGet();
          return redirect(302, request.path().equals("/a") ? "/b" : "/a");
        })) {
      assertThatThrownBy(() -> lab.page(lab.url("x.example", "/a")))
          .isInstanceOf(FetchException.class)
          .hasMessageContaining("it goes in a circle")
          .hasMessageContaining("WHATWG Fetch 4.5");
      assertThat(count.get()).isEqualTo(21);
      assertThat(lab.steps(FetchStep.RedirectRefused.class)).hasSize(1);
      assertThat(lab.steps(FetchStep.Fetched.class).getFirst().outcome()).isEqualTo("failed");
      assertThat(lab.steps(FetchStep.FetchFailed.class)).hasSize(1);
    }
  }

  @Test
  void aPostBecomesAGetAfter302AndStaysOneAfter308() throws Exception {
    var seen = new ArrayList<String>();
    try (var lab =
        new Lab(request -> {
          String body = new String(request.body().open().readAllBytes(), StandardCharsets.UTF_8);
          seen.add(
              request.method()
                  + " "
                  + request.path()
                  + " "
                  + body
                  + " "
                  + request.fields().first("Content-Type").orElse("-"));
          return switch (request.path()) {
            case "/302" -> redirect(302, "/end");
            case "/308" -> redirect(308, "/end");
            default -> Response.text(Status.OK, "end");
          };
        })) {
      for (String path : List.of("/302", "/308")) {
        FetchRequest post =
            FetchRequest.of(lab.url("x.example", path))
                .method(Method.POST)
                .fields(Fields.of("Content-Type", "text/x"))
                .body(Body.of("data"))
                .build();
        Lab.text(lab.fetcher.fetch(post, lab.recorder.trail()));
      }
      assertThat(seen)
          .containsExactly(
              "POST /302 data text/x",
              "GET /end  -",
              "POST /308 data text/x",
              "POST /end data text/x");
      FetchRequest once =
          FetchRequest.of(lab.url("x.example", "/308"))
              .method(Method.POST)
              .body(Body.streaming(new ByteArrayInputStream(new byte[3])))
              .build();
      assertThatThrownBy(() -> lab.fetcher.fetch(once, lab.recorder.trail()))
          .hasMessageContaining("can be read only once");
    }
  }

  @Test
  void cookiesComeAndGo() throws Exception {
    var sent = new ArrayList<String>();
    try (var lab =
        new Lab(request -> {
          sent.add(request.fields().first("Cookie").orElse(""));
          return Response.text(Status.OK, "x")
              .with(
                  Fields.of(
                      "Set-Cookie", "a=1; Path=/; Max-Age=60",
                      "Set-Cookie", "b=2; Domain=com",
                      "Set-Cookie", "c=3; Secure"));
        })) {
      Url url = lab.url("www.example.com", "/");
      Lab.text(lab.page(url));
      Lab.text(lab.page(url));
      assertThat(sent).containsExactly("", "a=1");
      assertThat(lab.steps(CookieStep.CookieKept.class))
          .extracting(CookieStep.CookieKept::name)
          .containsExactly("a", "a");
      assertThat(lab.entries(CookieStep.CookieRefused.class))
          .extracting(e -> e.because().reason())
          .contains(CookieReason.PUBLIC_SUFFIX, CookieReason.SECURE);
      assertThat(lab.steps(CookieStep.CookiesSent.class).getFirst().names()).containsExactly("a");
    }
  }

  @Test
  void contentCodingsAreUndone() throws Exception {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write("body { color: red }".getBytes(StandardCharsets.US_ASCII));
    }
    try (var lab =
        new Lab(_ ->
            Response.of(Status.OK)
                .with("Content-Type", "text/css")
                .with("Content-Encoding", "gzip")
                .with(Body.of(packed.toByteArray())))) {
      FetchResponse response =
          lab.fetcher.fetch(
              FetchRequest.of(lab.url("x.example", "/s.css"))
                  .destination(Destination.STYLE)
                  .build(),
              lab.recorder.trail());
      assertThat(Lab.text(response)).isEqualTo("body { color: red }");
      assertThat(lab.steps(HttpStep.BodyDecoded.class).getFirst().bytes()).isEqualTo(19);
    }
  }

  @Test
  void aDownloadGetsASafeName() throws Exception {
    try (var lab =
        new Lab(_ ->
            Response.html(Status.OK, "x")
                .with(
                    "Content-Disposition",
                    "attachment; filename=\"../../etc/passwd\"; filename*=UTF-8''..%2f%e4%bd%a0.txt"))) {
      FetchResponse response = lab.page(lab.url("x.example", "/"));
      assertThat(response.disposition())
          .isEqualTo(new FetchResponse.Disposition.Saved("\u4f60.txt"));
      response.close();
      assertThat(lab.steps(FetchStep.DispositionDecided.class).getFirst().disposition())
          .isEqualTo("saved");
      assertThat(lab.steps(FetchStep.Fetched.class).getFirst().outcome()).isEqualTo("cancelled");
    }
  }

  @Test
  void aRefusedConnectionIsAClearLine() throws Exception {
    try (var lab = new Lab(_ -> Response.of(Status.OK))) {
      int port = lab.server.address().getPort();
      lab.server.close();
      assertThatThrownBy(() -> lab.page(Url.parse("http://gone.example:" + port + "/")))
          .isInstanceOf(FetchException.class)
          .hasMessageContaining("refused");
      assertThat(lab.steps(FetchStep.FetchFailed.class)).hasSize(1);
    }
  }

  @Test
  void bodiesAreKeptAsTheyAreAfterDecoding(@TempDir Path folder) throws Exception {
    BodyStore store = BodyStore.at(folder, 1_000_000, 1000);
    Recorder recorder = Recorder.start(store);
    byte[] text = "said ".repeat(100).getBytes(StandardCharsets.US_ASCII);
    var zipped = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(zipped)) {
      gzip.write(text);
    }
    try (var lab =
        new Lab(request ->
            switch (request.path()) {
              case "/zipped" ->
                  Response.of(Status.OK)
                      .with("Content-Type", "text/plain")
                      .with("Content-Encoding", "gzip")
                      .with(Body.of(zipped.toByteArray()));
              case "/large" -> Response.of(Status.OK).with(Body.of(new byte[1001]));
              default -> redirect(301, "/zipped");
            })) {
      for (String path : List.of("/", "/large")) {
        var request = FetchRequest.page(lab.url("a.example", path));
        try (FetchResponse response = lab.fetcher.fetch(request, recorder.trail())) {
          assertThat(response.body().readAllBytes()).isNotEmpty();
        }
      }
    }
    List<Entry> entries = recorder.journey().entries();
    Entry kept =
        entries.stream().filter(e -> e.step() instanceof HttpStep.BodyStored).findFirst().get();
    var stored = (HttpStep.BodyStored) kept.step();
    assertThat(store.get(stored.sha256())).contains(text);
    assertThat(stored.bytes()).isEqualTo(500);
    Entry its = entries.stream().filter(e -> e.id() == kept.parent()).findFirst().get();
    assertThat(((FetchStep.Exchanged) its.step()).url()).endsWith("/zipped");
    assertThat(entries)
        .as("the redirect's body is read by nobody, the large one is over the limit")
        .filteredOn(e -> e.step() instanceof HttpStep.BodyNotKept)
        .singleElement()
        .satisfies(e ->
            assertThat(e.because()).isEqualTo(Because.of(JourneyReason.BODY_TOO_LARGE, 1000L)));
  }

  @Test
  void otherSchemes(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("a<b>.txt"), "text");
    Path sub = Files.createDirectory(folder.resolve("sub dir"));
    Files.writeString(sub.resolve("index.html"), "<title>default</title>");
    try (var lab = new Lab(_ -> Response.of(Status.OK))) {
      assertThat(Lab.text(lab.page(Url.parse("about:blank")))).isEmpty();
      FetchResponse data = lab.page(Url.parse("data:text/html;charset=gbk,%3Cp%3E"));
      assertThat(data.type().charset()).contains("gbk");
      assertThat(Lab.text(data)).isEqualTo("<p>");
      FetchResponse listing = lab.page(Url.parse("file://" + folder));
      assertThat(listing.url().href()).endsWith("/");
      assertThat(Lab.text(listing))
          .contains("<a href=\"./a%3Cb%3E.txt\">a&lt;b&gt;.txt</a>")
          .contains("<a href=\"./sub%20dir/\">");
      FetchResponse text = lab.page(Url.parse("./a%3Cb%3E.txt", listing.url()));
      assertThat(Lab.text(text)).isEqualTo("text");
      assertThat(text.type().essence()).isEqualTo("text/plain");
      assertThat(Lab.text(lab.page(Url.parse("file://" + folder + "/sub%20dir"))))
          .contains("default");
      refused(lab, "file://" + folder + "/none", "there is no such file");
      refused(lab, "file:///dev/zero", "neither a file nor a directory");
      refused(lab, "file://other.example/x", "no other host");
      refused(lab, "blob:http://a/b", "not supported");
      refused(lab, "ftp://a/b", "the scheme ftp: is not one that is fetched");
      refused(lab, "about:config", "only about:blank");
      refused(lab, "data:nothing", "no comma");
      refused(lab, "http://x.example:25/", "port 25 belongs to another protocol");
      FetchRequest fromWeb =
          FetchRequest.of(Url.parse("file:///etc/passwd"))
              .referrer(Url.parse("http://evil.example/"))
              .build();
      assertThatThrownBy(() -> lab.fetcher.fetch(fromWeb, lab.recorder.trail()))
          .hasMessageContaining("a page from the web may not read files");
    }
  }

  private static void refused(Lab lab, String url, String message) {
    assertThatThrownBy(() -> lab.page(Url.parse(url)))
        .isInstanceOf(FetchException.class)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }
}
