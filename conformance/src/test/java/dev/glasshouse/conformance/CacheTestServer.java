package dev.glasshouse.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server of the public suite of HTTP caching, {@code http-tests/cache-tests}, run by Node. */
final class CacheTestServer implements AutoCloseable {
  private static final String LIST =
      "import tests from './tests/index.mjs'; process.stdout.write(JSON.stringify(tests))";

  private final Process process;
  private final int port;

  private CacheTestServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Where the suite is: what {@code GLASS_CACHE_TESTS} names, else {@code cache-tests} in the
   * folder of suites; the test that asks is skipped, by name, where it or Node is not there.
   */
  static Path folder(Suite suite) {
    String named = System.getenv("GLASS_CACHE_TESTS");
    Path folder = named != null ? Path.of(named) : suite.folder("cache-tests");
    assumeTrue(
        Files.isRegularFile(folder.resolve("tests/index.mjs")),
        () -> "cache-tests skipped: the suite is not there (GLASS_CACHE_TESTS names its folder)");
    assumeTrue(hasNode(), "cache-tests skipped: the program node is not there");
    return folder;
  }

  private static boolean hasNode() {
    try {
      Process node = new ProcessBuilder("node", "--version").start();
      return node.waitFor(10, TimeUnit.SECONDS) && node.exitValue() == 0;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The suite's tests, as data. */
  static JsonNode tests(Path folder) throws IOException, InterruptedException {
    Process node =
        new ProcessBuilder("node", "--input-type=module", "-e", LIST)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    byte[] json = node.getInputStream().readAllBytes();
    if (node.waitFor() != 0) {
      throw new IOException("node could not read the tests");
    }
    return JsonMapper.shared().readTree(new String(json, StandardCharsets.UTF_8));
  }

  static CacheTestServer start(Path folder) throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path pid = Files.createTempFile("cache-tests", ".pid");
    pid.toFile().deleteOnExit();
    var builder =
        new ProcessBuilder("node", "test-engine/server/server.mjs")
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().put("npm_config_protocol", "http");
    builder.environment().put("npm_config_port", Integer.toString(port));
    builder.environment().put("npm_config_pidfile", pid.toString());
    Process process = builder.start();
    BufferedReader said = process.inputReader();
    String line = said.readLine();
    if (line == null || !line.startsWith("Listening")) {
      process.destroyForcibly();
      throw new IOException("the suite's server says: " + line);
    }
    Thread.ofVirtual().start(() -> said.lines().forEach(_ -> {}));
    return new CacheTestServer(process, port);
  }

  /** Where it listens. */
  String base() {
    return "http://localhost:" + port;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
