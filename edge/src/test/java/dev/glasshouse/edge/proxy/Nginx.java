package dev.glasshouse.edge.proxy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glasshouse.url.Url;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An nginx that answers everything and logs each request, as a server behind the edge. */
final class Nginx implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/nginx");

  /** Between a look for a free port and its use somebody else may take it: so often. */
  private static final int ATTEMPTS = 5;

  private final Process process;
  private final int port;
  private final Path log;

  private Nginx(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /** Starts it; the test is left out, by name, where there is none. */
  static Nginx start(Path folder) throws Exception {
    assumeTrue(Files.isExecutable(PROGRAM), "nginx is not on this machine");
    Path log = folder.resolve("asked.log");
    for (int attempt = 1; ; attempt++) {
      int port;
      try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = socket.getLocalPort();
      }
      Path conf = folder.resolve("nginx.conf");
      Files.writeString(conf, configuration(folder, log, port));
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
      var its = new Nginx(process, port, log);
      if (its.listens()) {
        return its;
      }
      its.close();
      if (attempt == ATTEMPTS) {
        throw new AssertionError(Files.readString(folder.resolve("nginx.out")));
      }
    }
  }

  private static String configuration(Path folder, Path log, int port) {
    return """
    daemon off;
    worker_processes 1;
    pid FOLDER/pid;
    events { worker_connections 256; }
    http {
      client_body_temp_path FOLDER/t1;
      proxy_temp_path FOLDER/t2;
      fastcgi_temp_path FOLDER/t3;
      uwsgi_temp_path FOLDER/t4;
      scgi_temp_path FOLDER/t5;
      log_format asked '$request_method $request_uri';
      access_log LOG asked;
      server {
        listen 127.0.0.1:PORT;
        location = /take { return 200 "taken"; }
        location / { return 200 "here"; }
      }
    }
    """
        .replace("FOLDER", folder.toString())
        .replace("LOG", log.toString())
        .replace("PORT", Integer.toString(port));
  }

  private boolean listens() throws InterruptedException {
    long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (process.isAlive() && System.nanoTime() < until) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5000);
        return true;
      } catch (IOException e) {
        Thread.sleep(20);
      }
    }
    return false;
  }

  Url url() {
    return Url.parse("http://127.0.0.1:" + port + "/");
  }

  /** What it was asked for so far, one after the other. */
  List<String> asked() {
    try {
      return Files.exists(log) ? Files.readAllLines(log, StandardCharsets.ISO_8859_1) : List.of();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
