package dev.glasshouse.server.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Stories;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.server.Visitor;
import dev.glasshouse.server.config.ConfigFile;
import dev.glasshouse.server.config.OptionTable;
import dev.glasshouse.server.kinds.ServerKinds;
import dev.glasshouse.server.web.CertificateMaker;
import dev.glasshouse.server.web.WebServer;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The access log beside that of a real nginx, which answers the same requests. */
class NginxLogTest {
  private static final Path PROGRAM = Path.of("/usr/sbin/nginx");
  private static final int PATIENCE = 60_000;
  private static final int ATTEMPTS = 10;

  /** ada:{SHA}, of the password "open sesame". */
  private static final String USERS = "ada b:{SHA}W8r/fyL/UzygmbNAjq2HbA67qac=\n";

  /** "ada b:open sesame", and "\u00e9ve:no". */
  private static final String LET_IN = "Authorization: Basic YWRhIGI6b3BlbiBzZXNhbWU=\r\n";

  private static final String TURNED_AWAY = "Authorization: Basic w6l2ZTpubw==\r\n";

  /** Heads without Host and the end; each of them is answered alike. */
  private static final List<String> ASKED =
      List.of(
          "GET / HTTP/1.1\r\n",
          "GET /index.html HTTP/1.1\r\nUser-Agent: a\"b\\c\td \u00e9\r\n",
          "GET /index.html HTTP/1.1\r\nReferer: http://r.test/?\"x\"\r\nUser-Agent: curl/7.88\r\n",
          "GET /index.html HTTP/1.1\r\nUser-Agent:\r\n",
          "HEAD /big.bin HTTP/1.1\r\n",
          "GET /big.bin HTTP/1.1\r\n",
          "GET /big.bin HTTP/1.1\r\nRange: bytes=5-14\r\n",
          "GET /big.bin HTTP/1.1\r\nRange: bytes=-7\r\n",
          "GET /index.html HTTP/1.1\r\nIf-None-Match: *\r\n",
          "GET /none?q=%22a+b%22 HTTP/1.1\r\n",
          "GET /index.html?a=\"b\" HTTP/1.1\r\n",
          "GET /index.html HTTP/1.0\r\n",
          "GET /inside/page.txt HTTP/1.1\r\n",
          "GET /inside/page.txt HTTP/1.1\r\n" + LET_IN,
          "GET /inside/page.txt HTTP/1.1\r\n" + TURNED_AWAY);

  @TempDir private Path folder;
  private final Network network = OsNetwork.open(1);
  private final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeEach
  void lay() throws IOException {
    assumeTrue(Files.isExecutable(PROGRAM), "nginx is not on this machine");
    Files.createDirectories(folder.resolve("www/inside"));
    Files.writeString(folder.resolve("www/index.html"), "home\n");
    Files.writeString(folder.resolve("www/gone.html"), "nothing here\n");
    Files.write(folder.resolve("www/big.bin"), new byte[100_000]);
    Files.writeString(folder.resolve("www/inside/page.txt"), "inside\n");
    Files.writeString(folder.resolve("users"), USERS);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
    network.close();
  }

  private int ours() throws Exception {
    String text =
        """
        [[listen]]
        address = "127.0.0.1:0"
        [[site]]
        access-log = "ours.log"
        root = "www"
        errors = { "404" = "/gone.html", "401" = "/gone.html" }
        [[site.route]]
        kind = "files"
        path = "/inside/*"
        root = "www"
        auth = "basic"
        users = "users"
        """;
    WebServer server =
        WebServer.open(
            ConfigFile.parse(text, "glass.toml", folder, OptionTable.of(ServerKinds.all())),
            new WebServer.Means(
                network,
                InstantSource.system(),
                Stories.into(Trail.OFF),
                _ -> {},
                CertificateMaker.Source.NOBODY));
    opened.add(server);
    return URI.create(server.urls().getFirst()).getPort();
  }

  /** The ports of HTTP/1 and of HTTP/2. */
  private List<Integer> nginx() throws Exception {
    for (int attempt = 1; ; attempt++) {
      List<Integer> ports = List.of(free(), free());
      Path conf = Files.writeString(folder.resolve("nginx.conf"), configuration(ports));
      Process process =
          new ProcessBuilder(
                  PROGRAM.toString(),
                  "-p",
                  folder.toString(),
                  "-e",
                  "stderr",
                  "-c",
                  conf.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("nginx.out").toFile())
              .start();
      if (listens(process, ports)) {
        opened.add(() -> {
          process.destroy();
          assertThat(process.waitFor(PATIENCE, TimeUnit.MILLISECONDS)).isTrue();
        });
        return ports;
      }
      process.destroy();
      if (attempt == ATTEMPTS) {
        throw new AssertionError(Files.readString(folder.resolve("nginx.out")));
      }
    }
  }

  private String configuration(List<Integer> ports) {
    return """
    daemon off;
    user root;
    worker_processes 1;
    pid FOLDER/pid;
    events { worker_connections 64; }
    http {
      client_body_temp_path FOLDER/t1;
      proxy_temp_path FOLDER/t2;
      fastcgi_temp_path FOLDER/t3;
      uwsgi_temp_path FOLDER/t4;
      scgi_temp_path FOLDER/t5;
      access_log FOLDER/nginx.log combined;
      server {
        listen 127.0.0.1:FIRST;
        listen 127.0.0.1:SECOND http2;
        root FOLDER/www;
        error_page 404 401 /gone.html;
        location /inside/ { auth_basic "restricted"; auth_basic_user_file FOLDER/users; }
      }
    }
    """
        .replace(
            "user root;\n", System.getProperty("user.name").equals("root") ? "user root;\n" : "")
        .replace("FOLDER", folder.toString())
        .replace("FIRST", ports.getFirst().toString())
        .replace("SECOND", ports.getLast().toString());
  }

  private static int free() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean listens(Process process, List<Integer> ports) throws Exception {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE);
    while (process.isAlive() && System.nanoTime() - until < 0) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), ports.getFirst());
          var _ = new Socket(InetAddress.getLoopbackAddress(), ports.getLast())) {
        return true;
      } catch (IOException e) {
        Thread.sleep(20);
      }
    }
    return false;
  }

  private static void ask(int port, String head) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE);
      String whole = head + "Host: site.test\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(whole.getBytes(StandardCharsets.UTF_8));
      assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
    }
  }

  /** The lines of a log, once there are so many; without their times, whose form is looked at. */
  private List<String> lines(String log, int count) throws Exception {
    Path file = folder.resolve(log);
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE);
    List<String> lines = List.of();
    while (lines.size() < count && System.nanoTime() - until < 0) {
      Thread.sleep(10);
      lines = Files.exists(file) ? Files.readAllLines(file, StandardCharsets.ISO_8859_1) : lines;
    }
    String time = "\\[[0-9]{2}/[A-Z][a-z]{2}/20[0-9]{2}:[0-9:]{8} [+-][0-9]{4}]";
    assertThat(lines).hasSize(count).allMatch(line -> line.matches(".* " + time + " .*"));
    return lines.stream().map(line -> line.replaceFirst(time, "[TIME]")).toList();
  }

  @Test
  void theLinesAreTheSame() throws Exception {
    int ours = ours();
    int theirs = nginx().getFirst();
    for (int i = 0; i < ASKED.size(); i++) {
      ask(ours, ASKED.get(i));
      ask(theirs, ASKED.get(i));
      // One after the other, so that their order is that of the requests.
      assertThat(lines("ours.log", i + 1).getLast()).isEqualTo(lines("nginx.log", i + 1).getLast());
    }
  }

  /** Its sizes have frames in them, ours have not: those are left out. */
  @Test
  void soAreThoseOfHttp2ButForTheirSizes() throws Exception {
    int ours = ours();
    int theirs = nginx().getLast();
    try (var visitor = new Visitor(network, VersionDemand.HTTP_2)) {
      int count = 0;
      for (String target : List.of("/index.html", "/big.bin", "/none?q=%22", "/inside/page.txt")) {
        for (int port : List.of(ours, theirs)) {
          Url url = Url.parse("http://127.0.0.1:" + port + target);
          Request request = Request.get(url).with("User-Agent", "it's \"me\"");
          try (var in = visitor.client().send(request, Priority.HIGH, Trail.OFF).body().open()) {
            assertThat(in.readAllBytes()).isNotEmpty();
          }
        }
        count++;
        String size = "\" ([0-9]+) [0-9]+ \"";
        assertThat(lines("ours.log", count).getLast().replaceFirst(size, "\" $1 SIZE \""))
            .contains("HTTP/2.0")
            .isEqualTo(lines("nginx.log", count).getLast().replaceFirst(size, "\" $1 SIZE \""));
      }
    }
  }
}
