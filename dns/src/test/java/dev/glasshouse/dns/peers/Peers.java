package dev.glasshouse.dns.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Assumptions;
import org.xbill.DNS.Message;

/** Real programs beside ours, for tests. What is started here is ended with {@link #close}. */
public final class Peers implements AutoCloseable {
  private static final int PATIENCE = 60_000;
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final Path folder;
  private final List<Process> started = new ArrayList<>();

  /** Programs that work in a folder. */
  public Peers(Path folder) {
    this.folder = folder;
  }

  /** Where a program is; the test is skipped when it is nowhere. */
  public static Path program(String name) {
    for (String place : List.of("/usr/sbin/", "/usr/bin/")) {
      if (Files.isExecutable(Path.of(place + name))) {
        return Path.of(place + name);
      }
    }
    Assumptions.abort(name + " is not installed");
    throw new AssertionError();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, LOOPBACK)) {
      return socket.getLocalPort();
    }
  }

  /** Runs a program to its end; what it wrote. */
  public String run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    synchronized (started) {
      started.add(process);
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(PATIENCE, TimeUnit.MILLISECONDS)).isTrue();
    return out;
  }

  /**
   * Starts a server on a port that is free, and waits until it answers.
   *
   * @param command its command for a port
   * @param question asked until it is answered without an error
   */
  public int start(IntFunction<List<String>> command, byte[] question)
      throws IOException, InterruptedException {
    for (int tries = 0; tries < 5; tries++) {
      // Somebody else may take it in between: then the program ends, and another one is tried.
      int port = freePort();
      var at = new InetSocketAddress(LOOPBACK, port);
      if (answers(at, launch(at, command.apply(port)), question)) {
        return port;
      }
    }
    throw new AssertionError("no server: " + logs());
  }

  /** Starts a server at an address that is the caller's own; whether it answers. */
  public boolean startAt(
      InetSocketAddress at, Function<InetSocketAddress, List<String>> command, byte[] question)
      throws IOException, InterruptedException {
    return answers(at, launch(at, command.apply(at)), question);
  }

  /** Starts a server, and does not wait for it. */
  public Process launch(InetSocketAddress at, List<String> command) throws IOException {
    Path log = folder.resolve("log-" + name(at));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    synchronized (started) {
      started.add(process);
    }
    return process;
  }

  /** Whether a server that was launched answers without an error, before it ends. */
  public static boolean answers(InetSocketAddress at, Process process, byte[] question)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE * 1_000_000L;
    while (process.isAlive() && System.nanoTime() < end) {
      try {
        if (askOnce(at, question).getRcode() == 0) {
          return true;
        }
      } catch (IOException e) {
        // Not yet.
      }
      // Its end or a moment, whatever comes first.
      process.waitFor(50, TimeUnit.MILLISECONDS);
    }
    return false;
  }

  /** What the servers wrote. */
  public String logs() throws IOException {
    var all = new StringBuilder();
    try (var files = Files.newDirectoryStream(folder, "log-*")) {
      for (Path file : files) {
        all.append(file.getFileName()).append(":\n").append(Files.readString(file));
      }
    }
    return all.toString();
  }

  /** An NSD on a free port of 127.0.0.1. */
  public int nsd(String zones, byte[] question) throws IOException, InterruptedException {
    return start(port -> nsd(new InetSocketAddress(LOOPBACK, port), zones), question);
  }

  /** A BIND on a free port of 127.0.0.1. */
  public int bind(String zones, byte[] question) throws IOException, InterruptedException {
    return start(port -> bind(new InetSocketAddress(LOOPBACK, port), zones), question);
  }

  /** The command of an NSD. */
  public List<String> nsd(InetSocketAddress at, String zones) {
    String config =
        """
        server:
          ip-address: %4$s@%5$d
          username: ""
          zonesdir: %2$s
          database: ""
          pidfile: %2$s/nsd-%1$s.pid
          xfrdfile: %2$s/xfrd-%1$s
          zonelistfile: %2$s/list-%1$s
          xfrdir: %2$s
          server-count: 1
          minimal-responses: yes
          rrl-ratelimit: 0
        remote-control:
          control-enable: no
        %3$s
        """
            .formatted(name(at), folder, zones, at.getAddress().getHostAddress(), at.getPort());
    return List.of(
        program("nsd").toString(), "-d", "-c", write("nsd-" + name(at) + ".conf", config));
  }

  /** The command of a BIND. */
  public List<String> bind(InetSocketAddress at, String zones) {
    String config =
        """
        options {
          directory "%1$s";
          listen-on port %4$d { %3$s; };
          listen-on-v6 { none; };
          pid-file none;
          session-keyfile none;
          lock-file none;
          recursion no;
          minimal-responses yes;
          zero-no-soa-ttl no;
          dnssec-validation no;
          allow-transfer { any; };
          notify explicit;
        };
        controls { };
        %2$s
        """
            .formatted(folder, zones, at.getAddress().getHostAddress(), at.getPort());
    return List.of(
        program("named").toString(),
        "-g",
        "-n",
        "1",
        "-c",
        write("named-" + name(at) + ".conf", config));
  }

  private static String name(InetSocketAddress at) {
    return at.getAddress().getHostAddress() + "-" + at.getPort();
  }

  /** Writes a file into the folder; its path. */
  public String write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text).toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Asks by TCP; once more when the connection breaks: NSD ends those of its old processes when it
   * takes a new zone.
   */
  public static Message ask(int port, byte[] question) throws IOException {
    return ask(new InetSocketAddress(LOOPBACK, port), question);
  }

  /** The same at another address. */
  public static Message ask(InetSocketAddress at, byte[] question) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        return askOnce(at, question);
      } catch (IOException e) {
        if (tries == 20) {
          throw e;
        }
      }
    }
  }

  private static Message askOnce(InetSocketAddress at, byte[] question) throws IOException {
    try (var socket = new Socket(at.getAddress(), at.getPort())) {
      socket.setSoTimeout(PATIENCE);
      var out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
      out.writeShort(question.length);
      out.write(question);
      out.flush();
      var in = new DataInputStream(socket.getInputStream());
      return new Message(in.readNBytes(in.readUnsignedShort()));
    }
  }

  @Override
  public void close() {
    // Some have processes of their own (NSD), which hold the port when only the first one ends.
    for (Process process : started) {
      List<ProcessHandle> below = process.descendants().toList();
      process.destroyForcibly();
      below.forEach(ProcessHandle::destroyForcibly);
    }
    for (Process process : started) {
      try {
        process.waitFor(PATIENCE, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
