package dev.glasshouse.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.ContentCodings;
import dev.glasshouse.http.Generated;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against programs of others: nginx and Apache as servers, curl as a client. */
@Timeout(120)
class PeersTest {
  @TempDir private Path folder;

  private static String program(String... candidates) {
    for (String candidate : candidates) {
      if (Files.isExecutable(Path.of(candidate))) {
        return candidate;
      }
    }
    assumeTrue(false, () -> candidates[0] + " is not on this machine");
    throw new IllegalStateException();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Process start(int port, List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (process.isAlive() && System.nanoTime() < end) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return process;
      } catch (IOException _) {
        Thread.sleep(5);
      }
    }
    stop(process);
    throw new AssertionError("it does not listen: " + Files.readString(folder.resolve("log")));
  }

  private static void stop(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  private Path site() throws IOException {
    Path site = Files.createDirectories(folder.resolve("site"));
    Files.writeString(site.resolve("page.html"), "<p>" + "word ".repeat(20_000));
    Files.write(site.resolve("large.bin"), new byte[3_000_000]);
    folder.toFile().setExecutable(true, false);
    folder.toFile().setReadable(true, false);
    return site;
  }

  @Test
  void nginx() throws Exception {
    String nginx = program("/usr/sbin/nginx");
    Path site = site();
    int port = freePort();
    Path conf = folder.resolve("nginx.conf");
    Files.writeString(
        conf,
        """
        daemon off; master_process off; pid %1$s/pid; error_log stderr;
        events {}
        http {
          access_log off; gzip on; gzip_proxied any; keepalive_timeout 30s 25s;
          client_body_temp_path %1$s/b; proxy_temp_path %1$s/p; fastcgi_temp_path %1$s/f;
          uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
          types { text/html html; }
          server {
            listen 127.0.0.1:%2$d; root %3$s;
            location /old { return 301 /page.html; }
            location /none { return 204; }
          }
        }
        """
            .formatted(folder, port, site));
    Process process = start(port, List.of(nginx, "-p", folder.toString(), "-c", conf.toString()));
    try {
      converse("http://127.0.0.1:" + port);
    } finally {
      stop(process);
    }
  }

  @Test
  void apache() throws Exception {
    String apache = program("/usr/sbin/apache2");
    Path modules = Path.of("/usr/lib/apache2/modules");
    Path site = site();
    int port = freePort();
    var conf = new StringBuilder();
    for (String name : List.of("mpm_event", "authz_core", "mime", "deflate", "filter", "alias")) {
      conf.append("LoadModule %s_module %s/mod_%s.so\n".formatted(name, modules, name));
    }
    conf.append(
        """
        ServerName localhost
        User www-data
        Group www-data
        PidFile %1$s/pid
        ErrorLog %1$s/error
        DefaultRuntimeDir %1$s
        Listen 127.0.0.1:%2$d
        DocumentRoot %3$s
        TypesConfig /dev/null
        AddType text/html .html
        AddOutputFilterByType DEFLATE text/html
        KeepAlive On
        Redirect permanent /old /page.html
        RedirectMatch 204 ^/none
        <Directory %3$s>
        Require all granted
        </Directory>
        """
            .formatted(folder, port, site));
    Path file = folder.resolve("apache.conf");
    Files.writeString(file, conf);
    Process process = start(port, List.of(apache, "-X", "-f", file.toString()));
    try {
      converse("http://127.0.0.1:" + port);
    } finally {
      stop(process);
    }
  }

  /** The same conversation with each server. */
  private static void converse(String base) throws IOException {
    try (var our = new ClientFixture()) {
      Request page =
          Request.get(Url.parse(base + "/page.html"))
              .with("Accept-Encoding", ContentCodings.ACCEPTED);
      for (int i = 0; i < 3; i++) {
        Response response =
            ContentCodings.decode(our.send(page), Limits.CLIENT, our.recorder.trail());
        assertThat(response.status()).isEqualTo(Status.OK);
        assertThat(response.fields().first("Content-Encoding")).contains("gzip");
        assertThat(ClientFixture.text(response)).hasSize(100_003);
      }
      try (BodyStream large = our.send(Request.get(Url.parse(base + "/large.bin"))).body().open()) {
        assertThat(large.readAllBytes()).hasSize(3_000_000);
      }
      Response moved = our.send(Request.get(Url.parse(base + "/old")));
      assertThat(moved.status()).isEqualTo(Status.MOVED_PERMANENTLY);
      assertThat(ClientFixture.text(moved)).contains("301");
      assertThat(our.send(Request.get(Url.parse(base + "/none"))).status())
          .isEqualTo(Status.NO_CONTENT);
      Response head = our.send(Request.to(Method.HEAD, Url.parse(base + "/large.bin")));
      assertThat(head.fields().first("Content-Length")).contains("3000000");
      Response missing = our.send(Request.get(Url.parse(base + "/missing")));
      assertThat(missing.status()).isEqualTo(Status.NOT_FOUND);
      ClientFixture.text(missing);
      assertThat(our.steps(dev.glasshouse.journey.HttpStep.ConnectionReused.class))
          .as("one connection for all of it")
          .hasSize(7);
      assertThat(our.steps(dev.glasshouse.journey.HttpStep.ProtocolViolated.class)).isEmpty();
    }
  }

  @Test
  void curl() throws Exception {
    String curl = program("/usr/bin/curl");
    try (var network = dev.glasshouse.net.OsNetwork.open(1);
        HttpServer server =
            HttpServer.listen(
                network,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                request ->
                    Response.text(
                        Status.OK,
                        request.method()
                            + " "
                            + request.version()
                            + " "
                            + request.body().open().readAllBytes().length),
                Trail.OFF)) {
      String url = "http://127.0.0.1:" + server.address().getPort() + "/x";
      Path upload = folder.resolve("upload");
      Files.write(upload, new byte[2_000_000]);
      assertThat(run(curl, url)).isEqualTo("GET HTTP/1.1 0");
      assertThat(run(curl, "-0", url)).isEqualTo("GET HTTP/1.0 0");
      assertThat(run(curl, "--data-binary", "@" + upload, url))
          .as("with Expect: 100-continue")
          .isEqualTo("POST HTTP/1.1 2000000");
      assertThat(run(curl, "-T", upload.toString(), "-H", "Transfer-Encoding: chunked", url))
          .isEqualTo("PUT HTTP/1.1 2000000");
      assertThat(run(curl, "-I", url)).startsWith("HTTP/1.1 200 OK\r\n");
      assertThat(run(curl, url, url, "-w", "%{num_connects}"))
          .isEqualTo("GET HTTP/1.1 01GET HTTP/1.1 00");
    }
  }

  /** Both ends ours, over TLS; OpenSSL makes the key. */
  @Test
  void overTls() throws Exception {
    String openssl = program("/usr/bin/openssl");
    Path key = folder.resolve("key.pem");
    Path certificate = folder.resolve("cert.pem");
    Process made =
        new ProcessBuilder(
                openssl,
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    assertThat(made.waitFor()).isZero();
    var tls =
        io.netty.handler.ssl.SslContextBuilder.forServer(certificate.toFile(), key.toFile())
            .build();
    try (var network = dev.glasshouse.net.OsNetwork.open(1);
        var our = new ClientFixture();
        HttpServer server =
            HttpServer.listen(
                network,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                java.util.Optional.of(tls),
                request ->
                    Response.of(Status.OK)
                        .with("Url", request.url())
                        .with(Body.streaming(new Generated(5_000_000))),
                Limits.SERVER,
                Trail.OFF)) {
      String authority = "localhost:" + server.address().getPort();
      for (int i = 0; i < 2; i++) {
        Response response = our.send(Request.get(Url.parse("https://" + authority + "/s")));
        assertThat(response.fields().first("Url")).contains("https://" + authority + "/s");
        assertThat(ClientFixture.text(response)).hasSize(5_000_000);
      }
      assertThat(our.steps(dev.glasshouse.journey.HttpStep.ConnectionReused.class)).hasSize(1);
    }
  }

  private static String run(String... command) throws Exception {
    var all = new ArrayList<>(List.of(command));
    all.addAll(1, List.of("-q", "-sS", "--noproxy", "*", "--max-time", "60"));
    Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}
