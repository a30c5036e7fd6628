package dev.glasshouse.server.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.ProgramReason;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.server.files.FileHandler;
import dev.glasshouse.server.files.FolderTree;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CGI with real processes: scripts of the shell. */
class CgiTest {
  @TempDir Path root;
  private Network network;
  private ScriptHandler site;

  @BeforeEach
  void lay() throws IOException {
    network = OsNetwork.open(1);
    site = site(ProgramLimits.USUAL);
  }

  @AfterEach
  void close() {
    network.close();
  }

  private ScriptHandler site(ProgramLimits limits) throws IOException {
    return new ScriptHandler(
        root, ".cgi", new Cgi(network, limits), limits, new FileHandler(FolderTree.of(root)));
  }

  /** Says when its client goes. */
  private static final class Going implements Aside {
    private final AtomicReference<Runnable> told = new AtomicReference<>(() -> {});
    private final Recorder recorder = Recorder.start();

    @Override
    public void interim(Status status, Fields fields) {}

    @Override
    public Trail trail() {
      return recorder.trail();
    }

    @Override
    public boolean push(Request request) {
      return false;
    }

    @Override
    public void whenGone(Runnable to) {
      told.set(to);
    }

    void go() {
      Objects.requireNonNull(told.get()).run();
    }
  }

  @Test
  void aScriptWhoseClientGoesIsEnded() throws Exception {
    script("slow.cgi", "echo $$ > pid; mv pid there; sleep 300; echo");
    var going = new Going();
    Path there = root.resolve("there");
    Thread.ofVirtual()
        .start(() -> {
          while (!Files.exists(there)) {
            LockSupport.parkNanos(1_000_000);
          }
          going.go();
        });
    Request asked = Request.get(Url.parse("http://site.test/slow.cgi"));
    assertThat(site.handle(asked, going).status().code()).isEqualTo(499);
    long pid = Long.parseLong(Files.readString(there).strip());
    while (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(going.recorder.journey().entries())
        .anyMatch(entry -> entry.because().reason() == ProgramReason.UNWANTED);
  }

  private void script(String name, String code) throws IOException {
    Path file = Files.writeString(root.resolve(name), "#!/bin/sh\n" + code + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Response get(String path) throws IOException {
    return site.handle(
        Request.get(Url.parse("http://site.test" + path)).with(Fields.of("X-A", "$(touch x)")));
  }

  private static String text(Response response) throws IOException {
    return new String(response.body().open().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void runsWithTheVariablesAndNothingElse() throws IOException {
    script("env.cgi", "echo 'Content-Type: text/plain'; echo; env | sort");
    String all = text(get("/env.cgi/p?a=b"));
    assertThat(all)
        .contains("GATEWAY_INTERFACE=CGI/1.1\n")
        .contains("QUERY_STRING=a=b\n")
        .contains("PATH_INFO=/p\n")
        .contains("HTTP_X_A=$(touch x)\n")
        .doesNotContain("JAVA_HOME")
        .doesNotContain("HOME=");
  }

  @Test
  void getsTheBody() throws IOException {
    script("echo.cgi", "echo 'Content-Type: text/plain'; echo; cat");
    Request post =
        Request.to(Method.POST, Url.parse("http://site.test/echo.cgi"))
            .with(Body.of("x".repeat(200_000)));
    assertThat(text(site.handle(post))).hasSize(200_000);
  }

  @Test
  void saysItsStatusOrSendsOn() throws IOException {
    script("teapot.cgi", "echo 'Status: 418 I am a teapot'; echo; echo short");
    assertThat(get("/teapot.cgi").status().code()).isEqualTo(418);
    Files.writeString(root.resolve("there.txt"), "there");
    script("on.cgi", "echo 'Location: /there.txt'; echo");
    assertThat(text(get("/on.cgi"))).isEqualTo("there");
    script("circle.cgi", "echo 'Location: /circle.cgi'; echo");
    assertThat(get("/circle.cgi").status()).isEqualTo(Status.BAD_GATEWAY);
    script("away.cgi", "echo 'Location: https://other.test/x'; echo");
    assertThat(get("/away.cgi").status()).isEqualTo(Status.FOUND);
  }

  @Test
  void nonsenseIsABadGateway() throws IOException {
    script("empty.cgi", "exit 3");
    script("words.cgi", "echo hello; echo; echo x");
    script("cut.cgi", "printf 'Content-Type: text/plain\\nX-A'");
    script("status.cgi", "echo 'Status: 99'; echo");
    script("split.cgi", "printf 'X-A: b\\rX-B: c\\n\\n'");
    script("nph-own.cgi", "echo 'HTTP/1.1 200 OK'; echo");
    Files.writeString(root.resolve("plain.cgi"), "not executable");
    for (String path : new String[] {"empty", "words", "cut", "status", "split", "plain"}) {
      assertThat(get("/" + path + ".cgi").status()).as(path).isEqualTo(Status.BAD_GATEWAY);
    }
    assertThat(get("/nph-own.cgi").status()).isEqualTo(Status.NOT_IMPLEMENTED);
  }

  @Test
  void whoIsSlowIsEnded() throws Exception {
    script("slow.cgi", "exec sleep 100");
    site =
        site(
            new ProgramLimits(
                Duration.ofSeconds(1), 1000, 100, 4, Duration.ofSeconds(5), 2, 1000, 3));
    assertThat(get("/slow.cgi").status().code()).isEqualTo(504);
    for (ProcessHandle child : ProcessHandle.current().descendants().toList()) {
      child.onExit().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void moreThanMayRunWaitAndThenAreToldSo() throws Exception {
    script("hold.cgi", "echo 'Content-Type: text/plain'; echo; echo begun; exec sleep 100");
    site =
        site(
            new ProgramLimits(
                Duration.ofSeconds(60), 1000, 100, 1, Duration.ofMillis(50), 2, 1000, 3));
    Response first = get("/hold.cgi");
    assertThat(get("/hold.cgi").status()).isEqualTo(Status.SERVICE_UNAVAILABLE);
    first.close();
    Response second = get("/hold.cgi");
    assertThat(second.status()).as("its turn came back").isEqualTo(Status.OK);
    second.close();
  }

  @Test
  void anAnswerThatBreaksOffIsToldWithItsReason() throws Exception {
    script("half.cgi", "echo 'Content-Type: text/plain'; echo; printf begun; exec sleep 100");
    var told = new CopyOnWriteArrayList<String>();
    site =
        site(new ProgramLimits(
                Duration.ofSeconds(1), 1000, 100, 4, Duration.ofSeconds(5), 2, 1000, 3))
            .telling(told::add);
    try (Response response = get("/half.cgi");
        var in = response.body().open()) {
      assertThat(in.readNBytes(5)).asString(StandardCharsets.UTF_8).isEqualTo("begun");
      assertThatExceptionOfType(ProgramException.class).isThrownBy(in::read);
    }
    assertThat(told)
        .containsExactly(
            "/half.cgi: the script said nothing for 1 s; its answer broke off after 5 bytes");
  }
}
