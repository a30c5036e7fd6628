package dev.glasshouse.http.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsServer;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Other people's clients of HTTP/2 against our server: curl, nghttp's tools, Chromium. */
@Timeout(120)
class ClientsTest {
  @TempDir private Path folder;
  private final OsNetwork network = OsNetwork.open(1);
  private Optional<HttpServer> plain = Optional.empty();
  private Optional<HttpServer> secure = Optional.empty();
  private Optional<TlsServer> certified = Optional.empty();

  @AfterEach
  void close() {
    plain.ifPresent(HttpServer::close);
    secure.ifPresent(HttpServer::close);
    network.close();
    certified.ifPresent(TlsServer::close);
  }

  private static final Handler HANDLER =
      Handler.talkative((request, aside) -> {
        switch (request.path()) {
          case "/page" -> {
            aside.interim(Status.EARLY_HINTS, Fields.of("Link", "</a.css>; rel=preload; as=style"));
            return Response.html(
                Status.OK,
                "<link rel=stylesheet href=/a.css><p id=p>script has not run</p><script"
                    + " src=/a.js></script>");
          }
          case "/a.css" -> {
            return Response.of(Status.OK)
                .with("Content-Type", "text/css")
                .with(Body.of("p { color: green }"));
          }
          case "/a.js" -> {
            return Response.of(Status.OK)
                .with("Content-Type", "text/javascript")
                .with(
                    Body.of(
                        "document.getElementById('p').textContent = '"
                            + request.version()
                            + " ' + performance.getEntriesByType('navigation')[0].nextHopProtocol"));
          }
          case "/echo" -> {
            try (BodyStream body = request.body().open()) {
              return Response.text(
                  Status.OK,
                  request.method() + " " + request.version() + " " + body.readAllBytes().length);
            }
          }
          default -> {
            return Response.text(Status.OK, "small");
          }
        }
      });

  private int plain() throws Exception {
    HttpServer server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            HANDLER,
            Trail.OFF);
    plain = Optional.of(server);
    return server.address().getPort();
  }

  private int secure() throws Exception {
    X509Bundle bundle =
        new CertificateBuilder()
            .subject("CN=localhost")
            .addSanDnsName("localhost")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    TlsServer tls =
        TlsServer.pem(
            bundle.getCertificatePathPEM(), bundle.getPrivateKeyPEM(), List.of("h2", "http/1.1"));
    certified = Optional.of(tls);
    HttpServer server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            tls,
            HANDLER,
            Limits.SERVER,
            Trail.OFF);
    secure = Optional.of(server);
    return server.address().getPort();
  }

  private String run(String program, String... arguments) throws Exception {
    assumeTrue(Files.isExecutable(Path.of(program)), () -> program + " is not on this machine");
    var command = new ArrayList<String>(List.of(program));
    command.addAll(Arrays.asList(arguments));
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(command)
            .redirectError(folder.resolve("err").toFile())
            .redirectOutput(out.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(program + " came to its end").isTrue();
    return Files.readString(out, StandardCharsets.ISO_8859_1);
  }

  @Test
  void curl() throws Exception {
    String base = "http://127.0.0.1:" + plain();
    Path upload = folder.resolve("upload");
    Files.write(upload, new byte[3_000_000]);
    assertThat(
            run(
                "/usr/bin/curl",
                "-s",
                "--http2-prior-knowledge",
                "--data-binary",
                "@" + upload,
                base + "/echo"))
        .isEqualTo("POST HTTP/2 3000000");
    assertThat(run("/usr/bin/curl", "-s", "-i", "--http2-prior-knowledge", base + "/page"))
        .startsWith("HTTP/2 103 \r\nlink: </a.css>; rel=preload; as=style\r\n\r\nHTTP/2 200 \r\n");
    String secureBase = "https://127.0.0.1:" + secure();
    assertThat(run("/usr/bin/curl", "-s", "-k", "--http2", secureBase + "/echo"))
        .isEqualTo("GET HTTP/2 0");
    assertThat(run("/usr/bin/curl", "-s", "-k", "--http1.1", secureBase + "/echo"))
        .isEqualTo("GET HTTP/1.1 0");
  }

  @Test
  void nghttp() throws Exception {
    int port = plain();
    String said =
        run("/usr/bin/nghttp", "-n", "-v", "-y", "-m", "5", "http://127.0.0.1:" + port + "/page");
    assertThat(said).contains(":status: 103").contains(":status: 200").doesNotContain("RST_STREAM");
  }

  @Test
  void h2load() throws Exception {
    int port = plain();
    String said =
        run(
            "/usr/bin/h2load",
            "-n",
            "5000",
            "-c",
            "4",
            "-m",
            "50",
            "http://127.0.0.1:" + port + "/small");
    assertThat(said).contains("5000 succeeded, 0 failed, 0 errored, 0 timeout");
    assertThat(
            run(
                "/usr/bin/h2load",
                "-n",
                "500",
                "-c",
                "2",
                "-m",
                "10",
                "https://127.0.0.1:" + secure() + "/small"))
        .contains("500 succeeded, 0 failed, 0 errored, 0 timeout");
  }

  @Test
  void chromium() throws Exception {
    int port = secure();
    Path chromiums = Files.createTempDirectory("glass-chromium");
    String said =
        run(
            "/usr/bin/chromium",
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--ignore-certificate-errors",
            "--user-data-dir=" + chromiums,
            "--virtual-time-budget=5000",
            "--dump-dom",
            "https://localhost:" + port + "/page");
    remove(chromiums);
    assertThat(said).contains("HTTP/2 h2");
  }

  /**
   * Removes a folder that children of a program may still write into when the program has ended;
   * what cannot be removed by then stays in the folder for such things.
   */
  private static void remove(Path folder) throws Exception {
    for (int i = 0; i < 50 && Files.exists(folder); i++) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(one);
        }
      } catch (IOException | UncheckedIOException _) {
        Thread.sleep(100);
      }
    }
  }
}
