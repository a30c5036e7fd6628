package dev.glasshouse.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.ContentCodings;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.server.files.FileOptions.Switch;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts, codings, listings and hints of files. */
class FileAnswerTest {
  private static final String LONG = "0123456789".repeat(500);

  @TempDir Path root;
  private FileHandler handler;

  @BeforeEach
  void lay() throws IOException {
    Files.writeString(root.resolve("long.txt"), LONG);
    Files.writeString(root.resolve("short.txt"), "short");
    Files.write(root.resolve("picture.png"), new byte[5000]);
    handler = handler(FileOptions.USUAL);
  }

  private FileHandler handler(FileOptions options) throws IOException {
    return new FileHandler(FolderTree.of(root), options, InstantSource.system());
  }

  private static Request get(String path, String... fields) {
    return Request.get(Url.parse("http://site.test" + path)).with(Fields.of(fields));
  }

  private static String text(Response response) throws IOException {
    return new String(response.body().open().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String field(Response response, String name) {
    return response.fields().combined(name).orElse("");
  }

  @Test
  void onePart() throws IOException {
    Response response = handler.handle(get("/long.txt", "Range", "bytes=10-14"));
    assertThat(response.status()).isEqualTo(Status.PARTIAL_CONTENT);
    assertThat(field(response, "Content-Range")).isEqualTo("bytes 10-14/5000");
    assertThat(response.body().length()).hasValue(5);
    assertThat(text(response)).isEqualTo("01234");
  }

  @Test
  void severalPartsInTheirOrder() throws IOException {
    Response response = handler.handle(get("/long.txt", "Range", "bytes=4990-, 0-4"));
    String type = field(response, "Content-Type");
    assertThat(type).startsWith("multipart/byteranges; boundary=");
    String boundary = type.substring(type.indexOf('=') + 1);
    String body = text(response);
    assertThat(response.body().length()).hasValue(body.length());
    assertThat(body)
        .isEqualTo(
            String.join(
                "\r\n",
                "",
                "--" + boundary,
                "Content-Type: text/plain; charset=utf-8",
                "Content-Range: bytes 4990-4999/5000",
                "",
                "0123456789",
                "--" + boundary,
                "Content-Type: text/plain; charset=utf-8",
                "Content-Range: bytes 0-4/5000",
                "",
                "01234",
                "--" + boundary + "--",
                ""));
  }

  @Test
  void noSuchPart() {
    Response response = handler.handle(get("/short.txt", "Range", "bytes=5-"));
    assertThat(response.status()).isEqualTo(Status.RANGE_NOT_SATISFIABLE);
    assertThat(field(response, "Content-Range")).isEqualTo("bytes */5");
  }

  @Test
  void aPartOfAnotherVersionIsTheWhole() throws IOException {
    Response response =
        handler.handle(get("/short.txt", "Range", "bytes=0-1", "If-Range", "\"old\""));
    assertThat(response.status()).isEqualTo(Status.OK);
    assertThat(text(response)).isEqualTo("short");
  }

  @Test
  void codesTextsForClientsThatTakeThat() throws IOException {
    Response response = handler.handle(get("/long.txt", "Accept-Encoding", "gzip"));
    assertThat(field(response, "Content-Encoding")).isEqualTo("gzip");
    assertThat(field(response, "Vary")).isEqualTo("Accept-Encoding");
    assertThat(field(response, "ETag")).startsWith("W/").endsWith("-gzip\"");
    assertThat(text(ContentCodings.decode(response, Limits.CLIENT, Trail.OFF))).isEqualTo(LONG);
    String tag = field(response, "ETag");
    assertThat(
            handler
                .handle(get("/long.txt", "Accept-Encoding", "gzip", "If-None-Match", tag))
                .status())
        .isEqualTo(Status.NOT_MODIFIED);
    assertThat(handler.handle(get("/long.txt", "If-None-Match", tag)).status())
        .as("the plain form is another one")
        .isEqualTo(Status.OK);
  }

  @Test
  void leavesAsTheyAreWhatGainsNothingAndWhatIsCut() {
    for (Request request :
        List.of(
            get("/short.txt", "Accept-Encoding", "gzip"),
            get("/picture.png", "Accept-Encoding", "gzip"),
            get("/long.txt"),
            get("/long.txt", "Accept-Encoding", "gzip;q=0"),
            get("/long.txt", "Accept-Encoding", "gzip", "Range", "bytes=0-9"))) {
      assertThat(field(handler.handle(request), "Content-Encoding")).isEmpty();
    }
    assertThat(field(handler.handle(get("/long.txt")), "Vary")).isEqualTo("Accept-Encoding");
    assertThat(field(handler.handle(get("/picture.png")), "Vary")).isEmpty();
  }

  @Test
  void takesTheCodedFormThatLiesBeside() throws IOException {
    Files.writeString(root.resolve("long.txt.gz"), "as if coded");
    Response response = handler.handle(get("/long.txt", "Accept-Encoding", "br;q=0.5, gzip"));
    assertThat(field(response, "Content-Encoding")).isEqualTo("gzip");
    assertThat(field(response, "ETag")).doesNotStartWith("W/");
    assertThat(text(response)).isEqualTo("as if coded");
    assertThat(
            text(handler.handle(get("/long.txt", "Accept-Encoding", "gzip", "Range", "bytes=3-4"))))
        .as("a part of the form that is sent")
        .isEqualTo("if");
  }

  @Test
  void hiddenNamesAreNotServed() throws IOException {
    Files.writeString(root.resolve(".env"), "secret");
    Files.createDirectory(root.resolve(".well-known"));
    Files.writeString(root.resolve(".well-known/security.txt"), "Contact: us");
    assertThat(handler.handle(get("/.env")).status()).isEqualTo(Status.NOT_FOUND);
    assertThat(handler.handle(get("/.well-known/security.txt")).status()).isEqualTo(Status.OK);
    assertThat(handler(FileOptions.USUAL.hidden(Switch.ON)).handle(get("/.env")).status())
        .isEqualTo(Status.OK);
  }

  @Test
  void listsFoldersWhereThatIsOn() throws IOException {
    Files.createDirectory(root.resolve("zoo"));
    Files.writeString(root.resolve("<b>&.txt"), "x");
    Files.writeString(root.resolve("a:b.txt"), "x");
    Files.writeString(root.resolve(".env"), "secret");
    assertThat(handler.handle(get("/")).status()).isEqualTo(Status.NOT_FOUND);
    FileHandler listing = handler(FileOptions.USUAL.listings(Switch.ON));
    String page = text(listing.handle(get("/")));
    assertThat(page)
        .contains("<a href=\"./zoo/\">zoo/</a>")
        .contains("<a href=\"./%3Cb%3E%26.txt\">&lt;b&gt;&amp;.txt</a>")
        .contains("<a href=\"./a%3Ab.txt\">")
        .doesNotContain(".env");
    assertThat(page.indexOf("zoo/")).as("folders first").isLessThan(page.indexOf("a:b"));
    String json = text(listing.handle(get("/", "Accept", "application/json")));
    assertThat(json).contains("{\"name\":\"zoo\",\"type\":\"folder\"").contains("\"left\":0");
  }

  @Test
  void saysWhatAPageNeedsBeforeThePage() throws IOException {
    Files.writeString(
        root.resolve("page.html"),
        "<!DOCTYPE html><link rel=stylesheet href=style.css><link rel=stylesheet href=p.css"
            + " media=print><script src=/app.js></script><script async src=stats.js></script>"
            + "<script type=module src=//cdn.test/m.js></script><img src=a.png>");
    var told = new ArrayList<String>();
    var pushed = new ArrayList<String>();
    var aside =
        new Aside() {
          @Override
          public Trail trail() {
            return Trail.OFF;
          }

          @Override
          public void interim(Status status, Fields fields) {
            told.addAll(fields.all("Link"));
          }

          @Override
          public boolean push(Request request) {
            assertThat(request.fields().lines()).containsExactly("Accept-Encoding: br");
            return pushed.add(request.target());
          }
        };
    Request page = get("/page.html", "Sec-Fetch-Mode", "navigate", "Accept-Encoding", "br");
    assertThat(handler.handle(page, aside).status()).isEqualTo(Status.OK);
    assertThat(told).as("not over HTTP/1").isEmpty();
    handler.handle(page.in(HttpVersion.HTTP_2).with("Cookie", "a=b"), aside).close();
    assertThat(pushed).as("not to somebody in particular").isEmpty();
    told.clear();
    handler.handle(page.in(HttpVersion.HTTP_2), aside).close();
    assertThat(pushed).containsExactly("/style.css", "/app.js");
    assertThat(told)
        .containsExactly(
            "</style.css>; rel=preload; as=style",
            "</app.js>; rel=preload; as=script",
            "<http://cdn.test/m.js>; rel=modulepreload");
  }

  @Test
  void aHeadHasTheFieldsOfItsGet() throws IOException {
    for (String path : List.of("/short.txt", "/picture.png")) {
      Request get = get(path);
      Request head =
          Request.to(Method.HEAD, Url.parse("http://site.test" + path)).with(get.fields());
      assertThat(handler.handle(head).fields()).isEqualTo(handler.handle(get).fields());
    }
  }

  @Test
  void datesHaveNoFractions() throws IOException {
    Files.setLastModifiedTime(
        root.resolve("short.txt"),
        java.nio.file.attribute.FileTime.from(Instant.parse("2026-01-02T03:04:05.999Z")));
    Response response = handler.handle(get("/short.txt"));
    assertThat(field(response, "Last-Modified")).isEqualTo("Fri, 02 Jan 2026 03:04:05 GMT");
    assertThat(
            handler
                .handle(get("/short.txt", "If-Modified-Since", field(response, "Last-Modified")))
                .status())
        .isEqualTo(Status.NOT_MODIFIED);
  }
}
