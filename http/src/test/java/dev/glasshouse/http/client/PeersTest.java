package dev.glasshouse.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.ContentCodings;
import dev.glasshouse.http.Generated;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Program;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against programs of others: nginx and Apache as servers, curl as a client. */
@Timeout(120)
class PeersTest {
  @TempDir private Path folder;

  @Test
  void nginx() throws Exception {
    String nginx = Program.find("/usr/sbin/nginx");
    Path site = Program.site(folder, 3_000_000);
    Path conf = folder.resolve("nginx.conf");
    try (Program its =
        Program.start(
            folder,
            1,
            ports -> {
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
                      .formatted(folder, ports[0], site));
              return List.of(nginx, "-p", folder.toString(), "-c", conf.toString());
            })) {
      converse("http://127.0.0.1:" + its.port());
    }
  }

  @Test
  void apache() throws Exception {
    Path _ = Program.site(folder, 3_000_000);
    try (Program apache = Program.apache(folder, "http/1.1")) {
      converse("http://127.0.0.1:" + apache.port());
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
    String curl = Program.find("/usr/bin/curl");
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
    String openssl = Program.find("/usr/bin/openssl");
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
