package dev.glasshouse.server.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.IncompleteException;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.ProgramReason;
import dev.glasshouse.journey.ProgramStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.server.files.FileHandler;
import dev.glasshouse.server.files.FolderTree;
import dev.glasshouse.url.Url;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** FastCGI with a real PHP-FPM. */
class FastCgiTest {
  @TempDir static Path folder;
  private static Network network;
  private static PhpFpm fpm;

  @TempDir Path root;
  private final Recorder recorder = Recorder.start();
  private ScriptHandler site;

  @BeforeAll
  static void start() throws Exception {
    fpm = PhpFpm.start(folder);
    network = OsNetwork.open(1);
  }

  @AfterAll
  static void stop() {
    if (fpm != null) {
      fpm.close();
    }
    if (network != null) {
      network.close();
    }
  }

  @BeforeEach
  void lay() throws IOException {
    site = site(ProgramLimits.USUAL);
  }

  private ScriptHandler site(ProgramLimits limits) throws IOException {
    return new ScriptHandler(
        root,
        ".php",
        new FastCgi(network, fpm.address(), limits),
        limits,
        new FileHandler(FolderTree.of(root)));
  }

  private Response ask(Request request) throws IOException {
    return site.handle(request, Aside.silent(recorder.trail()));
  }

  private static Request get(String path, String... fields) {
    return Request.get(Url.parse("http://site.test:8080" + path)).with(Fields.of(fields));
  }

  private static Request post(String path, Body body) {
    return Request.to(Method.POST, Url.parse("http://site.test" + path)).with(body);
  }

  private static String text(Response response) throws IOException {
    return new String(response.body().open().readAllBytes(), StandardCharsets.UTF_8);
  }

  private void php(String name, String code) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "<?php " + code);
  }

  @Test
  void theScriptLearnsOfTheRequest() throws IOException {
    php(
        "a b/info.php",
        "foreach (['REQUEST_METHOD','QUERY_STRING','SCRIPT_NAME','PATH_INFO','SERVER_NAME',"
            + "'SERVER_PORT','HTTP_X_TWO','HTTP_PROXY','HTTP_A_B'] as $n)"
            + " echo $n, '=', $_SERVER[$n] ?? '-', \"\\n\"; echo $_GET['q'];");
    Response response =
        ask(
            get(
                "/a%20b/info.php/more/x?q=1%2B1",
                "X-Two", "1", "X-Two", "2", "Proxy", "http://evil", "A_B", "x"));
    assertThat(response.status()).isEqualTo(Status.OK);
    assertThat(text(response))
        .isEqualTo(
            """
            REQUEST_METHOD=GET
            QUERY_STRING=q=1%2B1
            SCRIPT_NAME=/a b/info.php
            PATH_INFO=/more/x
            SERVER_NAME=site.test
            SERVER_PORT=8080
            HTTP_X_TWO=1, 2
            HTTP_PROXY=-
            HTTP_A_B=-
            1+1\
            """);
  }

  @Test
  void answersWithItsStatusAndFields() throws IOException {
    php(
        "answer.php",
        "http_response_code(404); header('X-Mine: yes'); setcookie('a', 'b');"
            + " header('Content-Type: text/plain'); echo 'gone';");
    Response response = ask(get("/answer.php"));
    assertThat(response.status()).isEqualTo(Status.NOT_FOUND);
    assertThat(response.fields().first("X-Mine")).contains("yes");
    assertThat(response.fields().first("Set-Cookie")).contains("a=b");
    assertThat(response.fields().has("Status")).isFalse();
    assertThat(text(response)).isEqualTo("gone");
    php("away.php", "header('Location: http://other.test/');");
    assertThat(ask(get("/away.php")).status()).isEqualTo(Status.FOUND);
  }

  @Test
  void bodiesGoThereAndComeBackWhole() throws IOException {
    php("echo.php", "echo $_SERVER['CONTENT_LENGTH'], ':', file_get_contents('php://input');");
    byte[] large = "0123456789abcdef".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    for (int size : new int[] {1, 65_535, 65_536, 1_600_000}) {
      byte[] body = java.util.Arrays.copyOf(large, size);
      String expected = size + ":" + new String(body, StandardCharsets.UTF_8);
      assertThat(text(ask(post("/echo.php", Body.of(body)))).equals(expected)).isTrue();
      assertThat(
              text(ask(post("/echo.php", Body.streaming(new ByteArrayInputStream(body)))))
                  .equals(expected))
          .as("of unknown length, %d bytes", size)
          .isTrue();
    }
  }

  @Test
  void formsAndFilesArriveAsPhpReadsThem() throws IOException {
    php(
        "form.php",
        "echo $_POST['name'], ' ', $_FILES['f']['name'], ' ',"
            + " file_get_contents($_FILES['f']['tmp_name']);");
    String body =
        "--B\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nÄda\r\n--B\r\n"
            + "Content-Disposition: form-data; name=\"f\"; filename=\"x.txt\"\r\n\r\ncontent\r\n"
            + "--B--\r\n";
    Request request =
        post("/form.php", Body.of(body)).with("Content-Type", "multipart/form-data; boundary=B");
    assertThat(text(ask(request))).isEqualTo("Äda x.txt content");
  }

  @Test
  void connectionsAreKeptAndReplacedWhenTheyHaveGone() throws Exception {
    php("pid.php", "echo 'x';");
    var keeping =
        new ProgramLimits(Duration.ofSeconds(60), 1000, 100, 4, Duration.ofSeconds(5), 1, 1000, 3);
    Path away = Files.createDirectory(root.resolve("second"));
    try (var second = PhpFpm.start(away)) {
      var program = new FastCgi(network, second.address(), keeping);
      site =
          new ScriptHandler(root, ".php", program, keeping, new FileHandler(FolderTree.of(root)));
      for (int i = 0; i < 3; i++) {
        assertThat(text(ask(get("/pid.php")))).isEqualTo("x");
      }
    }
    assertThat(
            recorder.journey().entries().stream()
                .map(entry -> entry.step())
                .filter(ProgramStep.ProgramAsked.class::isInstance)
                .map(step -> ((ProgramStep.ProgramAsked) step).reused())
                .toList())
        .containsExactly(false, true, true);
    Files.deleteIfExists(away.resolve("php.sock"));
    try (var _ = PhpFpm.start(away)) {
      assertThat(text(ask(get("/pid.php")))).as("by a connection made anew").isEqualTo("x");
    }
  }

  @Test
  void complaintsAreSteps() throws IOException {
    php("complain.php", "error_log('too hot'); echo 'done';");
    assertThat(text(ask(get("/complain.php")))).isEqualTo("done");
    assertThat(
            recorder.journey().entries().stream()
                .map(entry -> entry.step())
                .filter(ProgramStep.ProgramComplained.class::isInstance)
                .map(step -> ((ProgramStep.ProgramComplained) step).text())
                .collect(Collectors.joining()))
        .contains("too hot");
  }

  @Test
  void pathsThatOnlyLookLikeScriptsAreFiles() throws IOException {
    Files.writeString(root.resolve("picture.png"), "<?php echo 'run';");
    php("index.php", "echo 'the index';");
    Files.createDirectory(root.resolve("sub"));
    assertThat(ask(get("/picture.png/x.php")).status()).isEqualTo(Status.NOT_FOUND);
    assertThat(ask(get("/none.php")).status()).isEqualTo(Status.NOT_FOUND);
    assertThat(text(ask(get("/picture.png")))).isEqualTo("<?php echo 'run';");
    assertThat(text(ask(get("/")))).isEqualTo("the index");
    assertThat(ask(get("/sub")).status()).isEqualTo(Status.MOVED_PERMANENTLY);
    Files.writeString(folder.resolve("outside.php"), "<?php echo 'out';");
    Files.createSymbolicLink(root.resolve("link.php"), folder.resolve("outside.php"));
    assertThat(ask(get("/link.php")).status()).isEqualTo(Status.NOT_FOUND);
  }

  @Test
  void aScriptThatIsKilledIsABadGateway() throws IOException {
    php("die.php", "exec('kill -9 ' . getmypid());");
    for (Request each :
        new Request[] {get("/die.php"), post("/die.php", Body.of(new byte[200_000]))}) {
      Response response = ask(each);
      assertThat(response.status()).isEqualTo(Status.BAD_GATEWAY);
      assertThat(response.body().isStandIn()).isTrue();
    }
    assertThat(recorder.journey().entries())
        .anyMatch(entry -> entry.because().reason() == ProgramReason.PROTOCOL_BROKEN);
  }

  @Test
  void aBodyThatTheClientBrokeOffIsNoFaultOfTheProgram() throws IOException {
    php("echo.php", "echo strlen(file_get_contents('php://input'));");
    var broken =
        new InputStream() {
          private int left = 100_000;

          @Override
          public int read() throws IOException {
            if (--left < 0) {
              throw new IncompleteException(Because.of(HttpReason.CONTENT_CUT, 100_000));
            }
            return 'x';
          }
        };
    Response response = ask(post("/echo.php", Body.streaming(broken, 200_000)));
    assertThat(response.status()).isEqualTo(Status.BAD_REQUEST);
  }

  @Test
  void whoIsSlowOrNotThereIsToldByStatus() throws IOException {
    php("slow.php", "sleep(30);");
    var hasty =
        new ProgramLimits(Duration.ofMillis(300), 1000, 100, 4, Duration.ofSeconds(5), 2, 1000, 3);
    site = site(hasty);
    assertThat(ask(get("/slow.php")).status().code()).isEqualTo(504);
    site =
        new ScriptHandler(
            root,
            ".php",
            new FastCgi(
                network, UnixDomainSocketAddress.of(folder.resolve("none")), ProgramLimits.USUAL),
            ProgramLimits.USUAL,
            new FileHandler(FolderTree.of(root)));
    assertThat(ask(get("/slow.php")).status().code()).isEqualTo(502);
  }

  @Test
  void anAnswerThatBreaksOffIsToldWithItsReason() throws IOException {
    php("half.php", "echo 'begun'; flush(); sleep(30);");
    var told = new CopyOnWriteArrayList<String>();
    site =
        site(new ProgramLimits(
                Duration.ofMillis(300), 1000, 100, 4, Duration.ofSeconds(5), 2, 1000, 3))
            .telling(told::add);
    try (Response response = ask(get("/half.php"));
        InputStream in = response.body().open()) {
      assertThat(response.status()).isEqualTo(Status.OK);
      assertThat(in.readNBytes(5)).asString(StandardCharsets.UTF_8).isEqualTo("begun");
      assertThatExceptionOfType(ProgramException.class).isThrownBy(in::read);
    }
    assertThat(told)
        .containsExactly(
            "/half.php: the program said nothing for 300 ms;"
                + " its answer broke off after 5 bytes");
    assertThat(recorder.journey().entries())
        .anyMatch(its ->
            its.step().equals(new ProgramStep.ProgramEnded("/half.php", 5, 0))
                && its.because().reason() == ProgramReason.TOO_SLOW);
  }
}
