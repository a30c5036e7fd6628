package dev.glasshouse.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import picocli.CommandLine;

/** A command that serves names, on a thread of its own until it is closed. */
final class RunningServer implements AutoCloseable {
  private static final int PATIENCE = 120;
  private static final String LISTENING = "listening at 127.0.0.1:";
  private static final Duration SLICE = Duration.ofMillis(50);

  final Lines out = new Lines();
  final Lines err = new Lines();
  private final FutureTask<Integer> task;
  private final Thread thread;

  /** What a command came to that has ended. */
  record Ran(int status, String out, String err) {}

  RunningServer(Callable<Integer> command, String... arguments) {
    task =
        new FutureTask<>(() ->
            new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments));
    thread = Thread.ofPlatform().start(task);
  }

  /** Runs a command to its end. */
  static Ran run(Callable<Integer> command, String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int status =
        new CommandLine(command)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Ran(status, out.toString(), err.toString());
  }

  /**
   * The port of the next place where it says it listens.
   *
   * @throws IllegalStateException when the command has ended without saying so
   */
  int port() throws Exception {
    if (task.isDone() && out.isEmpty()) {
      throw new IllegalStateException("it has ended with " + task.get() + ": " + err.all());
    }
    return portOf(out.next(LISTENING));
  }

  /** The port of the next place where it listens; that, and a line that begins so, have been. */
  int portAnd(String begin) throws Exception {
    return portOf(out.inAnyOrder(LISTENING, begin).getFirst());
  }

  private static int portOf(String listening) {
    return Integer.parseInt(listening.substring(LISTENING.length()).replaceFirst(" .*", ""));
  }

  /** Whether it comes to say this; false once it has ended without. */
  boolean says(String line) throws InterruptedException {
    while (true) {
      boolean over = task.isDone();
      Optional<String> next = out.poll(SLICE);
      if (next.isPresent() && next.get().equals(line)) {
        return true;
      }
      if (next.isEmpty() && over) {
        return false;
      }
    }
  }

  /** The next line that begins so; empty once it has ended without. */
  Optional<String> begins(String begin) throws InterruptedException {
    while (true) {
      boolean over = task.isDone();
      Optional<String> next = out.poll(SLICE);
      if (next.isPresent() && next.get().startsWith(begin)) {
        return next;
      }
      if (next.isEmpty() && over) {
        return Optional.empty();
      }
    }
  }

  /** Asks one of these servers. */
  static Message ask(int port, String name, int type, boolean tcp) throws IOException {
    return resolver(port, tcp).send(query(name, type));
  }

  /** The same from somebody who wants signatures (DO). */
  static Message askSigned(int port, String name, int type) throws IOException {
    SimpleResolver resolver = resolver(port, true);
    resolver.setEDNS(0, 1232, ExtendedFlags.DO, List.of());
    return resolver.send(query(name, type));
  }

  static Message query(String name, int type) throws IOException {
    return Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
  }

  static SimpleResolver resolver(int port, boolean tcp) throws IOException {
    var resolver = new SimpleResolver(InetAddress.ofLiteral("127.0.0.1"));
    resolver.setPort(port);
    resolver.setTCP(tcp);
    resolver.setTimeout(Duration.ofSeconds(PATIENCE));
    return resolver;
  }

  /** Ends it; its exit status. */
  int end() throws Exception {
    thread.interrupt();
    return task.get(PATIENCE, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
