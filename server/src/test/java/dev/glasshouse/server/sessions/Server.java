package dev.glasshouse.server.sessions;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real PostgreSQL or Redis of the tests' own, in a folder that goes with it. */
public final class Server implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path folder;
  private final List<String> command;
  private final int port;
  private Process process;

  private Server(Path folder, List<String> command, int port) throws IOException {
    this.folder = folder;
    this.command = command;
    this.port = port;
    this.process = run(command, folder);
  }

  /** Where it listens on this machine. */
  public int port() {
    return port;
  }

  /** Redis; empty when it is not installed. */
  public static Optional<Server> redis() throws IOException, InterruptedException {
    Optional<Path> program = program("redis-server");
    if (program.isEmpty()) {
      return Optional.empty();
    }
    Path folder = Files.createTempDirectory("glass-redis-");
    return Optional.of(
        started(
            folder,
            port ->
                List.of(
                    program.get().toString(),
                    "--port",
                    port,
                    "--bind",
                    "127.0.0.1",
                    "--save",
                    "",
                    "--appendonly",
                    "no",
                    "--dir",
                    folder.toString())));
  }

  /** PostgreSQL; empty when it is not installed. Where we are root it runs as its own user. */
  public static Optional<Server> postgresql() throws IOException, InterruptedException {
    Optional<Path> bin = postgresqlBin();
    if (bin.isEmpty() || program("setpriv").isEmpty()) {
      return Optional.empty();
    }
    Path folder = Files.createTempDirectory("glass-postgresql-");
    var prefix = new ArrayList<String>();
    if ("root".equals(System.getProperty("user.name"))) {
      UserPrincipal owner =
          folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres");
      Files.setOwner(folder, owner);
      prefix.addAll(
          List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"));
    }
    Path data = folder.resolve("data");
    var init = new ArrayList<>(prefix);
    init.addAll(
        List.of(
            bin.get().resolve("initdb").toString(),
            "--no-sync",
            "--auth=trust",
            "--username=glass",
            "--locale=C",
            "--encoding=UTF8",
            "--pgdata=" + data));
    Process made = run(init, folder);
    if (!made.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || made.exitValue() != 0) {
      made.destroyForcibly();
      throw new IOException("initdb: " + Files.readString(folder.resolve("log")));
    }
    return Optional.of(
        started(
            folder,
            port -> {
              var start = new ArrayList<>(prefix);
              start.addAll(
                  List.of(
                      bin.get().resolve("postgres").toString(),
                      "-D",
                      data.toString(),
                      "-k",
                      folder.toString(),
                      "-h",
                      "127.0.0.1",
                      "-p",
                      port,
                      "-F"));
              return start;
            }));
  }

  private interface Starting {
    List<String> on(String port);
  }

  /** Starts it on a port that is free; where somebody else takes that first, on another one. */
  private static Server started(Path folder, Starting starting)
      throws IOException, InterruptedException {
    for (int tries = 0; tries < 5; tries++) {
      int port;
      try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      var server = new Server(folder, starting.on(Integer.toString(port)), port);
      if (server.answers()) {
        return server;
      }
      server.kill();
    }
    throw new IOException("it does not start: " + Files.readString(folder.resolve("log")));
  }

  private static Process run(List<String> command, Path folder) throws IOException {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
        .start();
  }

  private boolean answers() throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < until && process.isAlive()) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
        return process.isAlive();
      } catch (IOException _) {
        Thread.sleep(20);
      }
    }
    return false;
  }

  /** Its sessions, of a PostgreSQL: it listens before it is ready, and says so. */
  public SessionStore sql(Duration patience) throws StoreException, InterruptedException {
    long until = System.nanoTime() + 3 * patience.toNanos();
    while (true) {
      try {
        return SqlStore.open(jdbc(), "glass", "", patience);
      } catch (StoreException e) {
        if (System.nanoTime() > until) {
          throw e;
        }
        Thread.sleep(50);
      }
    }
  }

  /** Its URL, of a PostgreSQL. */
  public String jdbc() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** Ends it as a machine that fails would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Starts it again, with what it has written. */
  void again() throws IOException, InterruptedException {
    process = run(command, folder);
    if (!answers()) {
      throw new IOException("it does not start again");
    }
  }

  private static Optional<Path> program(String name) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Optional<Path> postgresqlBin() throws IOException {
    Path all = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(all)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(all)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.naturalOrder());
    }
  }

  @Override
  public void close() {
    try {
      process.destroy();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        kill();
      }
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException _) {
      // Processes of PostgreSQL that end by themselves may still have been writing.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
