package dev.glasshouse.server.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Request;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.RouteStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.server.Asked;
import dev.glasshouse.server.json.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest {
  private static final FormLimits SMALL =
      new FormLimits(100_000, 50_000, 1000, 1000, 5, 500, 40, 100);

  @TempDir Path folder;

  private static Request multipart(byte[] body, String boundary) {
    return Asked.of(
        "POST", "/", Body.of(body), "Content-Type", "multipart/form-data; boundary=" + boundary);
  }

  private static Request multipart(String body) {
    return multipart(body.getBytes(StandardCharsets.UTF_8), "XX");
  }

  private static String part(String disposition, String content) {
    return "--XX\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content + "\r\n";
  }

  private int refused(Request request) throws IOException {
    try (Form form = Form.read(request, SMALL, folder, Trail.OFF)) {
      throw new AssertionError("was read: " + form.fields());
    } catch (ProblemException e) {
      try (Stream<Path> left = Files.list(folder)) {
        assertThat(left).isEmpty();
      }
      return e.problem().status().code();
    }
  }

  @Test
  void pairsAreRead() throws IOException {
    Request request =
        Asked.of(
            "POST",
            "/",
            Body.of("a=1&b=%C3%BC+x&a=2&c&=d&&e=%zz"),
            "Content-Type",
            "application/x-www-form-urlencoded; charset=utf-8");
    try (Form form = Form.read(request, FormLimits.USUAL, Trail.OFF)) {
      assertThat(form.all("a")).containsExactly("1", "2");
      assertThat(form.first("b")).contains("ü x");
      assertThat(form.first("c")).contains("");
      assertThat(form.first("e")).contains("%zz");
      assertThat(form.first("x")).isEmpty();
    }
  }

  @Test
  void pairsHaveAnEnd() throws IOException {
    String type = "application/x-www-form-urlencoded";
    Request many = Asked.of("POST", "/", Body.of("a&".repeat(10)), "Content-Type", type);
    assertThat(refused(many)).isEqualTo(413);
    byte[] large = "a".repeat(1001).getBytes(StandardCharsets.UTF_8);
    assertThat(refused(Asked.of("POST", "/", Body.of(large), "Content-Type", type))).isEqualTo(413);
    Body unsaid = Body.streaming(new ByteArrayInputStream(large));
    assertThat(refused(Asked.of("POST", "/", unsaid, "Content-Type", type))).isEqualTo(413);
    assertThat(refused(Asked.of("POST", "/", Body.of("a=1"), "Content-Type", "text/plain")))
        .isEqualTo(415);
    assertThat(refused(Asked.of("POST", "/", Body.of("a=1")))).isEqualTo(415);
  }

  @Test
  void aFormOfABrowserIsRead() throws IOException {
    // What Chromium sends for a text, an empty file and a file with quotes in its name.
    String body =
        """
        ------WebKitFormBoundaryhS2fBVmjQ9UkZLTN
        Content-Disposition: form-data; name="text"

        two
        lines
        ------WebKitFormBoundaryhS2fBVmjQ9UkZLTN
        Content-Disposition: form-data; name="none"; filename=""
        Content-Type: application/octet-stream


        ------WebKitFormBoundaryhS2fBVmjQ9UkZLTN
        Content-Disposition: form-data; name="file"; filename="a %22b%22 ü.txt"
        Content-Type: text/plain

        hello
        ------WebKitFormBoundaryhS2fBVmjQ9UkZLTN--
        """
            .replace("\n", "\r\n");
    var recorder = Recorder.start();
    Request request =
        multipart(body.getBytes(StandardCharsets.UTF_8), "----WebKitFormBoundaryhS2fBVmjQ9UkZLTN");
    try (Form form = Form.read(request, SMALL, folder, recorder.trail())) {
      assertThat(form.first("text")).contains("two\r\nlines");
      assertThat(form.files()).hasSize(2);
      FilePart file = form.file("file").orElseThrow();
      assertThat(file.head().fileName()).contains("a \"b\" ü.txt");
      assertThat(file.safeName()).isEqualTo("a b ü.txt");
      assertThat(file.type().orElseThrow().essence()).isEqualTo("text/plain");
      assertThat(file.content().open().readAllBytes()).asString().isEqualTo("hello");
      assertThat(form.file("none").orElseThrow().size()).isZero();
    }
    assertThat(recorder.journey().entries())
        .extracting(entry -> entry.step().kind())
        .containsExactly("PartReceived", "PartReceived", "BodyUnderstood");
  }

  @Test
  void largeFilesWaitOnTheDiskAndAreRemoved() throws IOException {
    String content = "0123456789".repeat(1000);
    Request request = multipart(part("name=f; filename=a.txt", content) + "--XX--");
    try (Form form = Form.read(request, SMALL, folder, Trail.OFF)) {
      FilePart file = form.file("f").orElseThrow();
      assertThat(file.file().orElseThrow()).exists().hasParent(folder);
      assertThat(file.content().open().readAllBytes()).asString().isEqualTo(content);
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
    try (Form form = Form.read(request, SMALL, folder, Trail.OFF)) {
      form.file("f").orElseThrow().keepAt(folder.resolve("kept"));
    }
    assertThat(folder.resolve("kept")).hasContent(content);
    try (Form form =
        Form.read(
            multipart(part("name=f; filename=b", "new") + "--XX--"), SMALL, folder, Trail.OFF)) {
      FilePart small = form.file("f").orElseThrow();
      assertThatThrownBy(() -> small.keepAt(folder.resolve("kept")))
          .isInstanceOf(java.nio.file.FileAlreadyExistsException.class);
      small.replaceAt(folder.resolve("kept"));
    }
    assertThat(folder.resolve("kept")).hasContent("new");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no boundary at all",
        "--XX",
        "--XX\r\n",
        "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\nbreaks off",
        "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\nbreaks off\r\n--X",
        "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\nbreaks off\r\n--XX",
        "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\nbreaks off\r\n--XX-",
        "--XX\nContent-Disposition: form-data; name=a\n\nlines of one character\n--XX--",
        "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\nlonger\r\n--XXY\r\n\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--XX--",
        "--XX\r\nContent-Disposition: attachment; name=a\r\n\r\nno form\r\n--XX--",
        "--XX\r\nContent-Type: text/plain\r\n\r\nno disposition\r\n--XX--",
        "--XX\r\n\r\nno fields\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b\r\n\r\n"
            + "\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\n\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data; name=\"a\r\n\r\n\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data; name=\"a\"x\r\n\r\n\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data; name=a\r\nno field\r\n\r\n\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + "YQ==\r\n--XX--",
      })
  void whatIsMalformedIsRefused(String body) throws IOException {
    assertThat(refused(multipart(body))).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/form-data",
        "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary=\"a b \"",
        "multipart/form-data; boundary=a@b",
        "multipart/form-data; boundary="
            + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      })
  void aBoundaryMustBeOne(String type) throws IOException {
    assertThat(refused(Asked.of("POST", "/", Body.of("--XX--"), "Content-Type", type)))
        .isEqualTo(400);
  }

  @Test
  void everythingHasAnEnd() throws IOException {
    assertThat(refused(multipart("x".repeat(5000) + "\r\n--XX--"))).isEqualTo(400);
    assertThat(refused(multipart(part("name=a", "").repeat(6) + "--XX--"))).isEqualTo(413);
    assertThat(refused(multipart(part("name=a", "x".repeat(1001)) + "--XX--"))).isEqualTo(413);
    assertThat(refused(multipart(part("name=a; filename=b", "x".repeat(50_001)) + "--XX--")))
        .isEqualTo(413);
    assertThat(refused(multipart(part("name=a" + "b".repeat(40), "") + "--XX--"))).isEqualTo(413);
    assertThat(refused(multipart(part("name=a; x=" + "b".repeat(600), "") + "--XX--")))
        .isEqualTo(413);
    assertThat(refused(multipart("--XX" + " ".repeat(5000) + "\r\n--XX--"))).isEqualTo(400);
    byte[] large = ("--XX--" + "x".repeat(200_000)).getBytes(StandardCharsets.UTF_8);
    assertThat(refused(multipart(large, "XX"))).isEqualTo(413);
    // Behind the last boundary nothing is looked at.
    try (Form form =
        Form.read(multipart(part("name=a", "1") + "--XX--" + "x".repeat(3000)), SMALL, Trail.OFF)) {
      assertThat(form.first("a")).contains("1");
    }
  }

  @Test
  void aFileThatGrowsBeyondTheLimitLeavesNothingBehind() throws IOException {
    String body = part("name=a; filename=b", "x".repeat(60_000)) + "--XX--";
    Body unsaid = Body.streaming(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    assertThat(
            refused(
                Asked.of("POST", "/", unsaid, "Content-Type", "multipart/form-data; boundary=XX")))
        .isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/passwd|passwd",
        "C:\\\\Users\\\\me\\\\photo.jpg|photo.jpg",
        "..|file",
        ".htaccess|htaccess",
        "a%0D%0Ab|ab",
        "|file",
        "x<y>.txt|xy.txt",
      })
  void aNameNeverLeadsAnywhere(String both) throws IOException {
    String said = both.substring(0, both.indexOf('|'));
    String safe = both.substring(both.indexOf('|') + 1);
    Request request = multipart(part("name=f; filename=\"" + said + "\"", "x") + "--XX--");
    try (Form form = Form.read(request, SMALL, Trail.OFF)) {
      assertThat(form.file("f").orElseThrow().safeName()).isEqualTo(safe);
    }
  }

  @Test
  void whereNothingCanBeWrittenTheClientIsTold() throws IOException {
    Request request = multipart(part("name=f; filename=a", "x".repeat(500)) + "--XX--");
    assertThatThrownBy(() -> Form.read(request, SMALL, folder.resolve("missing"), Trail.OFF))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("507");
  }

  /** Contents full of what looks like boundaries come out as they went in, however they are cut. */
  @Test
  void whateverIsSentComesOut() throws IOException {
    var random = new Random(7);
    String[] pieces = {
      "\r", "\n", "\r\n", "-", "--", "X", "XX", "--X", "\r\n--X", "a", "\r\n--", "é"
    };
    for (int round = 0; round < 300; round++) {
      var contents = new ArrayList<byte[]>();
      var body = new ByteArrayOutputStream();
      int parts = 1 + random.nextInt(4);
      for (int p = 0; p < parts; p++) {
        var content = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
          content.append(pieces[random.nextInt(pieces.length)]);
        }
        String text = content.toString().replace("\r\n--XX", "\r\n-XX");
        text = text.startsWith("--XX") ? text.substring(1) : text;
        contents.add(text.getBytes(StandardCharsets.UTF_8));
        body.writeBytes(
            "--XX\r\nContent-Disposition: form-data; name=p\r\n\r\n"
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(contents.get(p));
        body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
      }
      body.writeBytes("--XX--\r\n".getBytes(StandardCharsets.UTF_8));
      Request request =
          Asked.of(
              "POST",
              "/",
              Body.streaming(trickling(body.toByteArray(), random)),
              "Content-Type",
              "multipart/form-data; boundary=XX");
      List<byte[]> read = new ArrayList<>();
      try (MultipartReader reader = MultipartReader.of(request, SMALL, Trail.OFF)) {
        for (Optional<MultipartReader.Part> part = reader.next();
            part.isPresent();
            part = reader.next()) {
          read.add(part.get().content().readAllBytes());
        }
      }
      assertThat(read).usingRecursiveComparison().isEqualTo(contents);
    }
  }

  @Test
  void whatIsNotReadIsPassedOver() throws IOException {
    String body =
        part("name=a; filename=a", "x".repeat(40_000)) + part("name=b", "next") + "--XX--";
    try (MultipartReader reader = MultipartReader.of(multipart(body), SMALL, Trail.OFF)) {
      InputStream first = reader.next().orElseThrow().content();
      assertThat(first.readNBytes(10)).asString().isEqualTo("x".repeat(10));
      MultipartReader.Part second = reader.next().orElseThrow();
      assertThat(second.head()).isEqualTo(new PartHead("b", Optional.empty(), Optional.empty()));
      assertThat(second.content().readAllBytes()).asString().isEqualTo("next");
      assertThat(reader.next()).isEmpty();
      assertThat(reader.next()).isEmpty();
    }
  }

  private static InputStream trickling(byte[] bytes, Random random) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] into, int offset, int length) {
        return super.read(into, offset, Math.min(length, 1 + random.nextInt(7)));
      }
    };
  }

  @Test
  void aPartIsToldInTheStory() throws IOException {
    var recorder = Recorder.start();
    Form.read(
            multipart(part("name=f; filename=a.bin", "x".repeat(300)) + "--XX--"),
            SMALL,
            folder,
            recorder.trail())
        .close();
    assertThat(recorder.journey().entries().getFirst().step())
        .isEqualTo(new RouteStep.PartReceived("f", "a.bin", 300, true));
  }
}
