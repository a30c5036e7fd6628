package dev.glasshouse.http.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.client.ClientFixture;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.net.Connection;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.Target;
import dev.glasshouse.url.Url;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our client against other people's servers of HTTP/2: nginx, Apache, Caddy. */
@Timeout(120)
class ServersTest {
  @TempDir private Path folder;

  private static String program(String name) {
    assumeTrue(Files.isExecutable(Path.of(name)), () -> name + " is not on this machine");
    return name;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Process start(int port, List<String> command) throws Exception {
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    for (String variable : List.of("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")) {
      builder.environment().put(variable, folder.toString());
    }
    Process process = builder.start();
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
    Files.write(site.resolve("large.bin"), new byte[20_000_000]);
    folder.toFile().setExecutable(true, false);
    folder.toFile().setReadable(true, false);
    return site;
  }

  private void certificate() throws Exception {
    X509Bundle bundle =
        new CertificateBuilder()
            .subject("CN=localhost")
            .addSanDnsName("localhost")
            .addSanDnsName("two.localhost")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    Files.writeString(folder.resolve("cert.pem"), bundle.getCertificatePathPEM());
    Files.writeString(folder.resolve("key.pem"), bundle.getPrivateKeyPEM());
    folder.resolve("key.pem").toFile().setReadable(true, false);
  }

  @Test
  void nginx() throws Exception {
    String nginx = program("/usr/sbin/nginx");
    Path site = site();
    certificate();
    int port = freePort();
    int plain = freePort();
    Path conf = folder.resolve("nginx.conf");
    Files.writeString(
        conf,
        """
        daemon off; master_process off; pid %1$s/pid; error_log stderr;
        events {}
        http {
          access_log off; client_max_body_size 100m;
          client_body_temp_path %1$s/b; proxy_temp_path %1$s/p; fastcgi_temp_path %1$s/f;
          uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
          types { text/html html; }
          server {
            listen 127.0.0.1:%2$d ssl http2; listen 127.0.0.1:%4$d http2; root %3$s;
            ssl_certificate %1$s/cert.pem; ssl_certificate_key %1$s/key.pem;
            location /old { return 301 /page.html; }
            location /none { return 204; }
            location /up { return 200 taken; }
          }
        }
        """
            .formatted(folder, port, site, plain));
    Process process = start(port, List.of(nginx, "-p", folder.toString(), "-c", conf.toString()));
    try {
      converse(Target.tls("localhost", port, List.of("h2")), "https://localhost:" + port);
      converse(Target.plain("localhost", plain), "http://localhost:" + plain);
    } finally {
      stop(process);
    }
  }

  @Test
  void caddy() throws Exception {
    String caddy = program("/usr/bin/caddy");
    Path site = site();
    certificate();
    int port = freePort();
    Path conf = folder.resolve("Caddyfile");
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
            .formatted(folder, port, site));
    Process process =
        start(port, List.of(caddy, "run", "--config", conf.toString(), "--adapter", "caddyfile"));
    try {
      converse(Target.tls("localhost", port, List.of("h2")), "https://localhost:" + port);
    } catch (Exception e) {
      throw new AssertionError(Files.readString(folder.resolve("log")), e);
    } finally {
      stop(process);
    }
  }

  @Test
  void apache() throws Exception {
    String apache = program("/usr/sbin/apache2");
    Path modules = Path.of("/usr/lib/apache2/modules");
    assumeTrue(Files.exists(modules.resolve("mod_http2.so")), "Apache without mod_http2");
    Path site = site();
    int port = freePort();
    var conf = new StringBuilder();
    for (String name : List.of("mpm_event", "authz_core", "mime", "filter", "alias", "http2")) {
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
        Protocols h2c http/1.1
        H2Direct on
        Redirect permanent /old /page.html
        RedirectMatch 204 ^/none
        RedirectMatch 200 ^/up
        <Directory %3$s>
        Require all granted
        </Directory>
        """
            .formatted(folder, port, site));
    Path file = folder.resolve("apache.conf");
    Files.writeString(file, conf);
    Process process = start(port, List.of(apache, "-X", "-f", file.toString()));
    try {
      converse(Target.plain("localhost", port), "http://localhost:" + port);
    } finally {
      stop(process);
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
