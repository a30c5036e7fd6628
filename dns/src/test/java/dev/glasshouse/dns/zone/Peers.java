package dev.glasshouse.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Assumptions;
import org.xbill.DNS.Message;

/** Real programs beside ours, for tests. What is started here is ended with {@link #close}. */
final class Peers implements AutoCloseable {
  private static final int PATIENCE = 60_000;

  private final Path folder;
  private final List<Process> started = new ArrayList<>();

  Peers(Path folder) {
    this.folder = folder;
  }

  static Path program(String name) {
    for (String place : List.of("/usr/sbin/", "/usr/bin/")) {
      if (Files.isExecutable(Path.of(place + name))) {
        return Path.of(place + name);
      }
    }
    Assumptions.abort(name + " is not installed");
    throw new AssertionError();
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  /** Runs a program to its end; what it wrote. */
  String run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    started.add(process);
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
  int start(IntFunction<List<String>> command, byte[] question)
      throws IOException, InterruptedException {
    Path log = folder.resolve("log-" + started.size());
    for (int tries = 0; tries < 5; tries++) {
      // Somebody else may take it in between: then the program ends, and another one is tried.
      int port = freePort();
      Process process =
          new ProcessBuilder(command.apply(port))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      started.add(process);
      long end = System.nanoTime() + PATIENCE * 1_000_000L;
      while (process.isAlive() && System.nanoTime() < end) {
        try {
          if (askOnce(port, question).getRcode() == 0) {
            return port;
          }
        } catch (IOException e) {
          // Not yet.
        }
        // Its end or a moment, whatever comes first.
        process.waitFor(50, TimeUnit.MILLISECONDS);
      }
    }
    throw new AssertionError("no server: " + Files.readString(log));
  }

  int nsd(String zones, byte[] question) throws IOException, InterruptedException {
    String program = program("nsd").toString();
    return start(
        port -> {
          String config =
              """
              server:
                ip-address: 127.0.0.1@%1$d
                username: ""
                zonesdir: %2$s
                database: ""
                pidfile: %2$s/nsd-%1$d.pid
                xfrdfile: %2$s/xfrd-%1$d
                zonelistfile: %2$s/list-%1$d
                xfrdir: %2$s
                server-count: 1
                minimal-responses: yes
                rrl-ratelimit: 0
              remote-control:
                control-enable: no
              %3$s
              """
                  .formatted(port, folder, zones);
          return List.of(program, "-d", "-c", write("nsd-" + port + ".conf", config));
        },
        question);
  }

  int bind(String zones, byte[] question) throws IOException, InterruptedException {
    String program = program("named").toString();
    return start(
        port -> {
          String config =
              """
              options {
                directory "%2$s";
                listen-on port %1$d { 127.0.0.1; };
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
              %3$s
              """
                  .formatted(port, folder, zones);
          return List.of(program, "-g", "-n", "1", "-c", write("named-" + port + ".conf", config));
        },
        question);
  }

  private String write(String name, String text) {
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
  static Message ask(int port, byte[] question) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        return askOnce(port, question);
      } catch (IOException e) {
        if (tries == 20) {
          throw e;
        }
      }
    }
  }

  private static Message askOnce(int port, byte[] question) throws IOException {
    try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
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
    started.forEach(Process::destroyForcibly);
    for (Process process : started) {
      try {
        process.waitFor(PATIENCE, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
