package dev.glasshouse.http;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.concurrent.TimeUnit;

/** A server of other people's that runs for a test, on ports that were free, and ends with it. */
public final class Program implements AutoCloseable {
  /** Between a look for free ports and their use somebody else may take them: so often. */
  private static final int ATTEMPTS = 5;

  /** What is run. */
  public interface Command {
    /**
     * Writes what configures it.
     *
     * @param ports ports that are free on the loopback address
     * @return the command line
     */
    List<String> on(int... ports) throws IOException;
  }

  private final Process process;
  private final List<Integer> ports;
  private final Path log;

  private Program(Process process, List<Integer> ports, Path log) {
    this.process = process;
    this.ports = ports;
    this.log = log;
  }

  /**
   * The first of these that can be run here; the test is left out, by name, where there is none.
   */
  public static String find(String... candidates) {
    for (String candidate : candidates) {
      if (Files.isExecutable(Path.of(candidate))) {
        return candidate;
      }
    }
    assumeTrue(false, () -> candidates[0] + " is not on this machine");
    throw new IllegalStateException();
  }

  /**
   * Starts it, and waits until it listens on all its ports.
   *
   * @param folder where its log goes
   * @param ports how many it is to have
   */
  public static Program start(Path folder, int ports, Command command) throws Exception {
    Path log = folder.resolve("log");
    for (int attempt = 1; ; attempt++) {
      List<Integer> free = free(ports);
      Process process =
          new ProcessBuilder(command.on(free.stream().mapToInt(Integer::intValue).toArray()))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (listens(process, free)) {
        return new Program(process, free, log);
      }
      end(process);
      if (attempt == ATTEMPTS) {
        throw new AssertionError("it does not listen: " + Files.readString(log));
      }
    }
  }

  private static List<Integer> free(int count) throws IOException {
    var held = new ArrayList<ServerSocket>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket one : held) {
        one.close();
      }
    }
  }

  private static boolean listens(Process process, List<Integer> ports) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
    for (int port : ports) {
      while (true) {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
          break;
        } catch (IOException e) {
          if (!process.isAlive() || System.nanoTime() > end) {
            return false;
          }
          Thread.sleep(5);
        }
      }
    }
    // One that could not have its ports says so, and ends; the ports are another's then.
    return !process.waitFor(100, TimeUnit.MILLISECONDS);
  }

  /** Its first port. */
  public int port() {
    return port(0);
  }

  /** One of its ports. */
  public int port(int index) {
    return ports.get(index);
  }

  /** What it has said so far. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  private static void end(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  @Override
  public void close() throws InterruptedException {
    end(process);
  }

  /**
   * A folder with a page of 100,003 bytes, {@code page.html}, and {@code large.bin}.
   *
   * @param large bytes of the latter
   */
  public static Path site(Path folder, int large) throws IOException {
    Path site = Files.createDirectories(folder.resolve("site"));
    Files.writeString(site.resolve("page.html"), "<p>" + "word ".repeat(20_000));
    Files.write(site.resolve("large.bin"), new byte[large]);
    folder.toFile().setExecutable(true, false);
    folder.toFile().setReadable(true, false);
    return site;
  }

  /** Puts a certificate for {@code localhost} into {@code cert.pem} and {@code key.pem}. */
  public static void certificate(Path folder) throws Exception {
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

  /**
   * Apache with the site of {@link #site}, without TLS, with all that its package has loaded that
   * is asked for.
   *
   * @param protocols what stands behind {@code Protocols}
   */
  public static Program apache(Path folder, String protocols) throws Exception {
    String apache = find("/usr/sbin/apache2");
    Path modules = Path.of("/usr/lib/apache2/modules");
    assumeTrue(Files.exists(modules.resolve("mod_http2.so")), "Apache without mod_http2");
    var load = new StringBuilder();
    for (String name :
        List.of("mpm_event", "authz_core", "mime", "deflate", "filter", "alias", "http2")) {
      load.append("LoadModule %s_module %s/mod_%s.so\n".formatted(name, modules, name));
    }
    Path file = folder.resolve("apache.conf");
    return start(
        folder,
        1,
        ports -> {
          Files.writeString(
              file,
              load
                  + """
                  ServerName localhost
                  User www-data
                  Group www-data
                  PidFile %1$s/pid
                  ErrorLog %1$s/error
                  DefaultRuntimeDir %1$s
                  Listen 127.0.0.1:%2$d
                  DocumentRoot %1$s/site
                  TypesConfig /dev/null
                  AddType text/html .html
                  AddOutputFilterByType DEFLATE text/html
                  KeepAlive On
                  KeepAliveTimeout 100
                  Protocols %3$s
                  H2Direct on
                  Redirect permanent /old /page.html
                  RedirectMatch 204 ^/none
                  RedirectMatch 200 ^/up
                  <Directory %1$s/site>
                  Require all granted
                  </Directory>
                  """
                      .formatted(folder, ports[0], protocols));
          return List.of(apache, "-X", "-f", file.toString());
        });
  }
}
