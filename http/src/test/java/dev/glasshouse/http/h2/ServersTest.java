package dev.glasshouse.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Program;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.client.ClientFixture;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.net.Connection;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.Target;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our client against other people's servers of HTTP/2: nginx, Apache, Caddy, HAProxy, nghttpx. */
@Timeout(120)
class ServersTest {
  @TempDir private Path folder;

  /** nginx with these sites, for each of which there is a certificate. */
  private Program nginx(int count, Function<int[], String> sites) throws Exception {
    String nginx = Program.find("/usr/sbin/nginx");
    Program.certificate(folder);
    Path conf = folder.resolve("nginx.conf");
    return Program.start(
        folder,
        count,
        ports -> {
          Files.writeString(
              conf,
              """
              daemon off; master_process off; pid %1$s/pid; error_log stderr;
              events {}
              http {
                access_log off; client_body_temp_path %1$s/b; proxy_temp_path %1$s/p;
                fastcgi_temp_path %1$s/f; uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
                ssl_certificate %1$s/cert.pem; ssl_certificate_key %1$s/key.pem;
                %2$s
              }
              """
                  .formatted(folder, sites.apply(ports)));
          return List.of(nginx, "-p", folder.toString(), "-c", conf.toString());
        });
  }

  @Test
  void nginx() throws Exception {
    Path site = Program.site(folder, 20_000_000);
    try (Program its =
        nginx(
            2,
            ports ->
                """
                client_max_body_size 100m; types { text/html html; }
                server {
                  listen 127.0.0.1:%d ssl http2; listen 127.0.0.1:%d http2; root %s;
                  location /old { return 301 /page.html; }
                  location /none { return 204; }
                  location /up { return 200 taken; }
                }
                """
                    .formatted(ports[0], ports[1], site))) {
      converse(
          Target.tls("localhost", its.port(), List.of("h2")), "https://localhost:" + its.port());
      converse(Target.plain("localhost", its.port(1)), "http://localhost:" + its.port(1));
    }
  }

  /** RFC 9113 6.8: what a GOAWAY leaves goes over the next connection, and again over the next. */
  @Test
  void nginxThatEndsItsConnectionsAfterAFewRequests() throws Exception {
    Path site = Program.site(folder, 1000);
    try (Program its =
            nginx(
                1,
                ports ->
                    "keepalive_requests 5; server { listen 127.0.0.1:%d ssl http2; root %s; }"
                        .formatted(ports[0], site));
        var our = new ClientFixture();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Request request = Request.get(Url.parse("https://localhost:" + its.port() + "/page.html"));
      // From the first answer on it is known that one connection carries many.
      assertThat(length(our.send(request))).isEqualTo(100_003);
      var each = new ArrayList<Future<Long>>();
      for (int i = 0; i < 40; i++) {
        each.add(threads.submit(() -> length(our.send(request))));
      }
      for (Future<Long> one : each) {
        assertThat(one.get()).isEqualTo(100_003);
      }
      assertThat(our.steps(HttpStep.RequestRetried.class)).isNotEmpty();
    }
  }

  @Test
  void caddy() throws Exception {
    String caddy = Program.find("/usr/bin/caddy");
    Path site = Program.site(folder, 20_000_000);
    Program.certificate(folder);
    Path conf = folder.resolve("Caddyfile");
    try (Program its =
        Program.start(
            folder,
            1,
            ports -> {
              Files.writeString(
                  conf,
                  """
                  {
                    admin off
                    auto_https off
                    default_sni localhost
                    storage file_system %1$s/caddy
                  }
                  https://localhost:%2$d {
                    tls %1$s/cert.pem %1$s/key.pem
                    root * %3$s
                    redir /old /page.html 301
                    respond /none 204
                    respond /up taken
                    file_server
                  }
                  """
                      .formatted(folder, ports[0], site));
              return List.of(caddy, "run", "--config", conf.toString(), "--adapter", "caddyfile");
            })) {
      converse(
          Target.tls("localhost", its.port(), List.of("h2")), "https://localhost:" + its.port());
    }
  }

  @Test
  void apache() throws Exception {
    Path _ = Program.site(folder, 20_000_000);
    try (Program apache = Program.apache(folder, "h2c http/1.1")) {
      converse(Target.plain("localhost", apache.port()), "http://localhost:" + apache.port());
    }
  }

  /** HTTP/2 in front, over TLS and without, and HTTP/1 to an Apache behind it. */
  @Test
  void haproxy() throws Exception {
    String haproxy = Program.find("/usr/sbin/haproxy");
    Path _ = Program.site(folder, 20_000_000);
    Program.certificate(folder);
    Path pem = folder.resolve("both.pem");
    Files.writeString(
        pem,
        Files.readString(folder.resolve("cert.pem")) + Files.readString(folder.resolve("key.pem")));
    Path conf = folder.resolve("haproxy.cfg");
    Path its = Files.createDirectories(folder.resolve("haproxy"));
    try (Program behind = Program.apache(folder, "http/1.1");
        Program front =
            Program.start(
                its,
                2,
                ports -> {
                  Files.writeString(
                      conf,
                      """
                      global
                        maxconn 200
                      defaults
                        mode http
                        timeout connect 20s
                        timeout client 60s
                        timeout server 60s
                      frontend all
                        bind 127.0.0.1:%1$d ssl crt %2$s alpn h2,http/1.1
                        bind 127.0.0.1:%3$d proto h2
                        default_backend files
                      backend files
                        server one 127.0.0.1:%4$d
                      """
                          .formatted(ports[0], pem, ports[1], behind.port()));
                  return List.of(haproxy, "-db", "-f", conf.toString());
                })) {
      converse(
          Target.tls("localhost", front.port(), List.of("h2")),
          "https://localhost:" + front.port());
      converse(Target.plain("localhost", front.port(1)), "http://localhost:" + front.port(1));
    }
  }

  /** The library that curl and Apache speak HTTP/2 with, in its own proxy. */
  @Test
  void nghttpx() throws Exception {
    String nghttpx = Program.find("/usr/sbin/nghttpx", "/usr/bin/nghttpx");
    Path _ = Program.site(folder, 20_000_000);
    Program.certificate(folder);
    Path its = Files.createDirectories(folder.resolve("nghttpx"));
    try (Program behind = Program.apache(folder, "http/1.1");
        Program front =
            Program.start(
                its,
                2,
                ports ->
                    List.of(
                        nghttpx,
                        "--conf=/dev/null",
                        "--single-process",
                        "--frontend=127.0.0.1," + ports[0],
                        "--frontend=127.0.0.1," + ports[1] + ";no-tls",
                        "--backend=127.0.0.1," + behind.port(),
                        folder.resolve("key.pem").toString(),
                        folder.resolve("cert.pem").toString()))) {
      converse(
          Target.tls("localhost", front.port(), List.of("h2")),
          "https://localhost:" + front.port());
      converse(Target.plain("localhost", front.port(1)), "http://localhost:" + front.port(1));
    }
  }

  private static void converse(Target target, String base) throws Exception {
    Recorder recorder = Recorder.start();
    try (var network = OsNetwork.open(1);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Connection connection =
          ClientFixture.dialer(network)
              .dial(target, Deadline.in(Limits.CLIENT.times().head()), recorder.trail());
      var session = Http2Session.over(connection, Limits.CLIENT);
      var each = new ArrayList<Future<?>>();
      for (int i = 0; i < 20; i++) {
        each.add(
            threads.submit(() -> {
              Response page = send(session, recorder, Request.get(Url.parse(base + "/page.html")));
              assertThat(page.status()).isEqualTo(Status.OK);
              assertThat(page.version()).isEqualTo(HttpVersion.HTTP_2);
              assertThat(length(page)).isEqualTo(100_003);
              return null;
            }));
      }
      each.add(
          threads.submit(() -> {
            assertThat(length(send(session, recorder, Request.get(Url.parse(base + "/large.bin")))))
                .isEqualTo(20_000_000);
            return null;
          }));
      for (Future<?> one : each) {
        one.get();
      }
      Response moved = send(session, recorder, Request.get(Url.parse(base + "/old")));
      assertThat(moved.status()).isEqualTo(Status.MOVED_PERMANENTLY);
      moved.close();
      assertThat(send(session, recorder, Request.get(Url.parse(base + "/none"))).status())
          .isEqualTo(Status.NO_CONTENT);
      Response head =
          send(session, recorder, Request.to(Method.HEAD, Url.parse(base + "/large.bin")));
      assertThat(head.fields().first("content-length")).contains("20000000");
      Response up =
          send(
              session,
              recorder,
              Request.to(Method.POST, Url.parse(base + "/up")).with(Body.of(new byte[1_000_000])));
      assertThat(up.status()).isEqualTo(Status.OK);
      up.close();
      Response partly = send(session, recorder, Request.get(Url.parse(base + "/large.bin")));
      try (BodyStream body = partly.body().open()) {
        assertThat(body.read(new byte[1000])).isPositive();
      }
      assertThat(length(send(session, recorder, Request.get(Url.parse(base + "/page.html")))))
          .isEqualTo(100_003);
      assertThat(session.isOpen()).isTrue();
      session.close();
    }
  }

  private static Response send(Http2Session session, Recorder recorder, Request request)
      throws IOException {
    return session.exchange(request, Priority.HIGH, recorder.trail()).run(_ -> {});
  }

  private static long length(Response response) throws IOException {
    try (BodyStream body = response.body().open()) {
      return body.readAllBytes().length;
    }
  }
}
