package dev.glasshouse.server.programs;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real PHP-FPM on a socket of its own, for a test. */
public final class PhpFpm implements AutoCloseable {
  private final Process process;
  private final Path socket;

  private PhpFpm(Process process, Path socket) {
    this.process = process;
    this.socket = socket;
  }

  /** Starts one; the test is left out, by name, where there is none. */
  public static PhpFpm start(Path folder) throws Exception {
    Path program = find();
    Path socket = folder.resolve("php.sock");
    Path log = folder.resolve("php.log");
    boolean root = System.getProperty("user.name").equals("root");
    Path configuration =
        Files.writeString(
            folder.resolve("php-fpm.conf"),
            """
            [global]
            error_log = %s
            daemonize = no
            [www]
            %slisten = %s
            pm = static
            pm.max_children = 2
            catch_workers_output = yes
            """
                .formatted(
                    folder.resolve("fpm.log"), root ? "user = root\ngroup = root\n" : "", socket));
    var command =
        Stream.concat(
                Stream.of(program.toString(), "-F", "-n", "-y", configuration.toString()),
                root ? Stream.of("-R") : Stream.empty())
            .toList();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    var fpm = new PhpFpm(process, socket);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
    while (!fpm.answers()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        fpm.close();
        throw new AssertionError("it does not listen: " + Files.readString(log));
      }
      Thread.sleep(5);
    }
    return fpm;
  }

  private static Path find() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/usr/sbin"))) {
      List<Path> found =
          all.filter(path -> String.valueOf(path.getFileName()).startsWith("php-fpm")).toList();
      assumeTrue(!found.isEmpty(), "php-fpm is not on this machine");
      return found.getFirst();
    }
  }

  private boolean answers() {
    try (var _ = SocketChannel.open(address())) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Its socket. */
  public UnixDomainSocketAddress address() {
    return UnixDomainSocketAddress.of(socket);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
