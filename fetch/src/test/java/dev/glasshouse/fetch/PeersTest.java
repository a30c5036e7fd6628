package dev.glasshouse.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.journey.PolicyStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Step;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.net.auth.Login;
import dev.glasshouse.url.Url;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The rules of fetching against servers of others: Apache and nginx. */
@Timeout(180)
class PeersTest {
  /** Another program may take a port between the look and the use: then another port is tried. */
  private static final int TRIES = 5;

  @TempDir private Path folder;
  private final OsNetwork network = OsNetwork.open(1);
  private final Recorder recorder = Recorder.start();
  private Optional<Process> peer = Optional.empty();
  private int port;

  @AfterEach
  void close() throws Exception {
    network.close();
    if (peer.isPresent()) {
      peer.get().destroy();
      if (!peer.get().waitFor(20, TimeUnit.SECONDS)) {
        peer.get().destroyForcibly();
      }
    }
  }

  private static String program(String path) {
    assumeTrue(Files.isExecutable(Path.of(path)), () -> path + " is not on this machine");
    return path;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Starts a program with a configuration for a port, and waits until it listens. */
  private void start(String file, IntFunction<String> configuration, List<String> command)
      throws Exception {
    folder.toFile().setExecutable(true, false);
    folder.toFile().setReadable(true, false);
    Path log = folder.resolve("log");
    for (int i = 0; i < TRIES; i++) {
      port = freePort();
      Files.writeString(folder.resolve(file), configuration.apply(port));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      peer = Optional.of(process);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (process.isAlive() && System.nanoTime() < end) {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
          if (process.isAlive()) {
            return;
          }
        } catch (IOException _) {
          Thread.sleep(5);
        }
      }
      process.destroyForcibly().waitFor();
    }
    throw new AssertionError("it does not listen: " + Files.readString(log));
  }

  private Fetcher fetcher(TlsOptions trusting) {
    return Fetcher.over(HttpClient.over(Lab.dialer(network, trusting)));
  }

  private Url url(String scheme, String host, String path) {
    return Url.parse(scheme + "://" + host + ":" + port + path);
  }

  private String fetch(Fetcher fetcher, FetchRequest request) throws IOException {
    try (FetchResponse response = fetcher.fetch(request, recorder.trail())) {
      return response.status() + " " + Lab.text(response).strip();
    }
  }

  private String as(Fetcher fetcher, String path, String login) throws IOException {
    return fetch(
        fetcher,
        FetchRequest.page(url("http", "auth.test", path))
            .but()
            .terms(Terms.NONE.with(Login.parse(login)))
            .build());
  }

  private <S extends Step> List<S> steps(Class<S> kind) {
    return recorder.journey().entries().stream()
        .map(Entry::step)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  private static String hash(String algorithm, String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String sha1(String password) throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-1").digest(password.getBytes(StandardCharsets.UTF_8));
    return "{SHA}" + Base64.getEncoder().encodeToString(hash);
  }

  /** mod_auth_digest checks what we compute, and mod_auth_basic what we encode. */
  @Test
  void apacheTakesOurCredentials() throws Exception {
    String apache = program("/usr/sbin/apache2");
    for (String name : List.of("digest", "basic")) {
      Path place = Files.createDirectories(folder.resolve("site").resolve(name));
      Files.writeString(place.resolve("a.txt"), "in " + name);
      Files.writeString(place.resolve("b c.txt"), "also in " + name);
    }
    Files.writeString(
        folder.resolve("digests"), "user:the place:" + hash("MD5", "user:the place:pa:ss") + "\n");
    Files.writeString(folder.resolve("passwords"), "user:" + sha1("pa:ss") + "\n");
    start(
        "apache.conf",
        free ->
            """
            ServerRoot %1$s
            PidFile %1$s/pid
            Mutex posixsem
            ErrorLog %1$s/errors
            ServerName auth.test
            Listen 127.0.0.1:%2$d
            %3$s
            DocumentRoot %1$s/site
            <Location /digest>
              AuthType Digest
              AuthName "the place"
              AuthDigestProvider file
              AuthUserFile %1$s/digests
              AuthDigestQop auth
              Require valid-user
            </Location>
            <Location /basic>
              AuthType Basic
              AuthName "another place"
              AuthUserFile %1$s/passwords
              Require valid-user
            </Location>
            """
                .formatted(folder, free, modules()),
        List.of(apache, "-D", "FOREGROUND", "-f", folder.resolve("apache.conf").toString()));
    try (Fetcher fetcher = fetcher(TlsOptions.DEFAULT)) {
      assertThat(as(fetcher, "/digest/a.txt", "user:wrong")).startsWith("401 ");
      assertThat(as(fetcher, "/digest/a.txt", "user:pa:ss")).isEqualTo("200 in digest");
      int asked = steps(PolicyStep.CredentialsAsked.class).size();
      assertThat(as(fetcher, "/digest/b%20c.txt?x=%20y", "user:pa:ss"))
          .isEqualTo("200 also in digest");
      assertThat(as(fetcher, "/digest/a.txt", "user:pa:ss")).isEqualTo("200 in digest");
      assertThat(steps(PolicyStep.CredentialsAsked.class))
          .as("the second and third go with the same number of the server's, counted")
          .hasSize(asked);
      assertThat(steps(PolicyStep.ServerProved.class))
          .as("Apache says rspauth, and we check it")
          .hasSize(3)
          .allMatch(PolicyStep.ServerProved::holds);
      assertThat(as(fetcher, "/basic/a.txt", "user:wrong")).startsWith("401 ");
      assertThat(as(fetcher, "/basic/a.txt", "user:pa:ss")).isEqualTo("200 in basic");
      assertThat(as(fetcher, "/basic/b%20c.txt", "user:pa:ss")).isEqualTo("200 also in basic");
    }
    assertThat(steps(PolicyStep.CredentialsSent.class))
        .extracting(PolicyStep.CredentialsSent::scheme)
        .containsOnly("Digest", "Basic");
  }

  /** Those that a program of Debian has as files; others are built in. */
  private static String modules() {
    var lines = new StringBuilder();
    for (String name :
        List.of(
            "mpm_event",
            "authn_core",
            "authn_file",
            "authz_core",
            "authz_user",
            "auth_basic",
            "auth_digest")) {
      Path file = Path.of("/usr/lib/apache2/modules/mod_" + name + ".so");
      assumeTrue(Files.exists(file), () -> file + " is not on this machine");
      lines.append("LoadModule ").append(name).append("_module ").append(file).append("\n");
    }
    return lines.toString();
  }

  private String nginx(int free, String more, String server) {
    return """
    daemon off; master_process off; pid %1$s/pid; error_log stderr;
    events {}
    http {
      access_log off;
      client_body_temp_path %1$s/b; proxy_temp_path %1$s/p; fastcgi_temp_path %1$s/f;
      uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
      server { listen 127.0.0.1:%2$d %3$s; %4$s }
    }
    """
        .formatted(folder, free, more, server);
  }

  private List<String> command(String nginx) {
    return List.of(nginx, "-p", folder.toString(), "-c", folder.resolve("nginx.conf").toString());
  }

  /** The answers to preflights as people configure them, and nginx's own Basic. */
  @Test
  void nginxIsAskedAsItsConfigurationHasIt() throws Exception {
    String nginx = program("/usr/sbin/nginx");
    Files.writeString(folder.resolve("passwords"), "user:" + sha1("pass") + "\n");
    Path place = Files.createDirectories(folder.resolve("site").resolve("private"));
    Files.writeString(place.resolve("x.txt"), "x");
    String locations =
        """
        location /private { auth_basic "nginx"; auth_basic_user_file passwords; root site; }
        location /api {
          set $allowed "";
          if ($http_origin ~ ^http://page\\.test) { set $allowed $http_origin; }
          add_header Access-Control-Allow-Origin $allowed always;
          add_header Vary Origin always;
          if ($request_method = OPTIONS) {
            add_header Access-Control-Allow-Origin $allowed;
            add_header Access-Control-Allow-Methods "GET, PUT";
            add_header Access-Control-Allow-Headers "X-Token, Content-Type";
            add_header Access-Control-Max-Age 600;
            return 204;
          }
          return 200 "$request_method $http_x_token";
        }
        """;
    start("nginx.conf", free -> nginx(free, "", locations), command(nginx));
    try (Fetcher fetcher = fetcher(TlsOptions.DEFAULT)) {
      assertThat(as(fetcher, "/private/x.txt", "user:wrong")).startsWith("401 ");
      assertThat(as(fetcher, "/private/x.txt", "user:pass")).isEqualTo("200 x");
      int asked = steps(PolicyStep.CredentialsAsked.class).size();
      assertThat(as(fetcher, "/private/x.txt", "user:pass")).isEqualTo("200 x");
      assertThat(steps(PolicyStep.CredentialsAsked.class)).as("it is known").hasSize(asked);
      assertThat(fetch(fetcher, api("page.test", Method.PUT, "X-Token"))).isEqualTo("200 PUT 1");
      assertThat(fetch(fetcher, api("page.test", Method.PUT, "X-Token"))).isEqualTo("200 PUT 1");
      assertThat(steps(PolicyStep.CorsPassed.class)).hasSize(2);
      assertThatThrownBy(() -> fetch(fetcher, api("page.test", Method.of("DELETE"), "X-Token")))
          .isInstanceOf(FetchException.class)
          .hasMessageContaining("DELETE");
      assertThatThrownBy(() -> fetch(fetcher, api("page.test", Method.PUT, "X-Other")))
          .isInstanceOf(FetchException.class)
          .hasMessageContainingAll("x-other");
      assertThatThrownBy(() -> fetch(fetcher, api("other.test", Method.GET, "Accept")))
          .isInstanceOf(FetchException.class);
    }
  }

  private FetchRequest api(String page, Method method, String field) {
    return FetchRequest.of(url("http", "api.test", "/api"))
        .mode(FetchRequest.Mode.CORS)
        .method(method)
        .fields(Fields.of(field, "1"))
        .body(method.equals(Method.PUT) ? Body.of("content") : Body.NONE)
        .referrer(url("http", page, "/"))
        .build();
  }

  /** A host that said so over real TLS is not asked without it any more (RFC 6797 8.1, 8.3). */
  @Test
  void nginxIsAskedOverTlsOnceItSaidSo() throws Exception {
    String nginx = program("/usr/sbin/nginx");
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    var builder =
        new CertificateBuilder()
            .ecp256()
            .notBefore(now.minus(1, ChronoUnit.DAYS))
            .notAfter(now.plus(1, ChronoUnit.DAYS));
    X509Bundle root =
        builder.copy().subject("CN=Root").setIsCertificateAuthority(true).buildSelfSigned();
    X509Bundle leaf =
        builder
            .copy()
            .subject("CN=kept.test")
            .addSanDnsName("kept.test")
            .addSanDnsName("www.kept.test")
            .addExtendedKeyUsageServerAuth()
            .buildIssuedBy(root);
    Path authority = Files.writeString(folder.resolve("root.pem"), root.getCertificatePEM());
    Files.writeString(folder.resolve("leaf.pem"), leaf.getCertificatePEM());
    Files.writeString(folder.resolve("leaf.key"), leaf.getPrivateKeyPEM());
    start(
        "nginx.conf",
        free ->
            nginx(
                free,
                "ssl",
                """
                ssl_certificate leaf.pem; ssl_certificate_key leaf.key;
                location / {
                  add_header Strict-Transport-Security "max-age=600; includeSubDomains" always;
                  return 200 $scheme;
                }
                location /end {
                  add_header Strict-Transport-Security "max-age=0" always; return 200 $scheme;
                }
                """),
        command(nginx));
    var trusting = new TlsOptions(TlsOptions.Verification.STRICT, List.of(authority));
    try (Fetcher fetcher = fetcher(trusting)) {
      assertThat(page(fetcher, "http", "kept.test", "/"))
          .as("nobody said so yet")
          .startsWith("400");
      assertThat(page(fetcher, "https", "kept.test", "/")).isEqualTo("200 https");
      assertThat(page(fetcher, "http", "kept.test", "/")).isEqualTo("200 https");
      assertThat(page(fetcher, "http", "www.kept.test", "/")).isEqualTo("200 https");
      assertThat(steps(PolicyStep.UrlUpgraded.class)).hasSize(2);
      assertThat(page(fetcher, "http", "kept.test", "/end")).isEqualTo("200 https");
      assertThat(page(fetcher, "http", "kept.test", "/")).as("max-age=0").startsWith("400");
    }
    assertThat(
            recorder.journey().entries().stream()
                .filter(e -> e.step() instanceof PolicyStep.UrlUpgraded)
                .map(e -> e.because().reason()))
        .doesNotContain(PolicyReason.HSTS_CERTIFICATE);
  }

  private String page(Fetcher fetcher, String scheme, String host, String path) throws IOException {
    return fetch(fetcher, FetchRequest.page(url(scheme, host, path)));
  }
}
