package dev.glasshouse.server.programs;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ProgramReason;
import dev.glasshouse.journey.ProgramStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Network;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Scripts that are programs of their own, started anew for each request (RFC 3875). They get the
 * variables of the request and a search path, nothing of this process's environment; who takes too
 * long is ended. Scripts that write the whole response themselves (section 5, {@code nph-}) are not
 * supported.
 */
public final class Cgi implements Program {
  /** How long is waited for the last complaints of a script that has ended: 100 ms. */
  private static final Duration LAST_WORDS = Duration.ofMillis(100);

  private static final String SEARCH_PATH = "/usr/local/bin:/usr/bin:/bin";

  private final Network network;
  private final ProgramLimits limits;
  private final Turns turns;

  /**
   * What runs scripts.
   *
   * @param network whose threads keep the deadlines
   */
  public Cgi(Network network, ProgramLimits limits) {
    this.network = network;
    this.limits = limits;
    this.turns = new Turns(limits);
  }

  @Override
  public Run start(Script script, Map<String, String> variables, Body body, Aside aside)
      throws IOException {
    String name = String.valueOf(script.file().getFileName());
    if (name.startsWith("nph-")) {
      throw new ProgramException(
          Status.NOT_IMPLEMENTED,
          Because.of(
              ProgramReason.PROTOCOL_BROKEN,
              Clause.rfc(3875, "5"),
              "scripts that write whole responses (nph-) are not supported"),
          "scripts that write whole responses (nph-) are not supported");
    }
    turns.take();
    try {
      var builder = new ProcessBuilder(script.file().toString());
      builder.directory(Objects.requireNonNull(script.file().getParent()).toFile());
      builder.environment().clear();
      builder.environment().put("PATH", SEARCH_PATH);
      builder.environment().putAll(variables);
      Trail trail = aside.trail();
      if (trail.on()) {
        trail.mark(
            new ProgramStep.ProgramAsked("CGI", script.name(), script.file().toString(), false),
            Because.of(ProgramReason.IS_SCRIPT));
      }
      var running = new Running(builder.start(), body);
      // On a thread of its own: whoever tells must not wait for processes to be found.
      aside.whenGone(() -> Thread.ofVirtual().name("glass-cgi-end").start(running::stop));
      return running;
    } catch (IOException e) {
      turns.giveBack();
      throw new ProgramException(
          Status.BAD_GATEWAY,
          Because.of(ProgramReason.NOT_THERE, String.valueOf(e.getMessage())),
          "the script cannot be started");
    }
  }

  /** A script that runs. */
  private final class Running extends FilterInputStream implements Run {
    private final Process process;
    private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();
    private final Thread listening;

    /** Who is told of what is still to come, once somebody is: under the lock of the complaints. */
    private Optional<Consumer<String>> told = Optional.empty();

    private volatile boolean late;
    private volatile boolean stopped;
    private boolean closed;

    Running(Process process, Body body) {
      super(process.getInputStream());
      this.process = process;
      Thread.ofVirtual().name("glass-cgi-body").start(() -> feed(body));
      listening = Thread.ofVirtual().name("glass-cgi-complaints").start(this::listen);
    }

    private void feed(Body body) {
      try (OutputStream to = process.getOutputStream();
          BodyStream from = body.open()) {
        from.transferTo(to);
      } catch (IOException e) {
        // The script does not want the rest, or the client broke its body off: the script sees a
        // body that is shorter than its CONTENT_LENGTH.
      }
    }

    private void listen() {
      byte[] piece = new byte[4096];
      try (InputStream from = process.getErrorStream()) {
        for (int n = from.read(piece); n >= 0; n = from.read(piece)) {
          synchronized (complaints) {
            int kept = Math.min(n, limits.complaints() - complaints.size());
            complaints.write(piece, 0, Math.max(0, kept));
          }
        }
      } catch (IOException e) {
        // The script has been ended.
      }
      Optional<Consumer<String>> waiting;
      synchronized (complaints) {
        waiting = told;
      }
      waiting.ifPresent(this::tell);
    }

    private void tell(Consumer<String> to) {
      String text;
      synchronized (complaints) {
        text = complaints.toString(StandardCharsets.UTF_8).strip();
        complaints.reset();
      }
      if (!text.isEmpty()) {
        to.accept(text);
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      Future<?> alarm =
          network
              .eventLoops()
              .schedule(
                  () -> {
                    late = true;
                    Thread.ofVirtual().name("glass-cgi-end").start(this::end);
                  },
                  limits.patience().toNanos(),
                  TimeUnit.NANOSECONDS);
      try {
        int n = in.read(into, offset, length);
        if (late || stopped) {
          throw new InterruptedIOException("ended");
        }
        return n;
      } catch (IOException e) {
        if (stopped) {
          throw ProgramException.unwanted();
        }
        if (late) {
          throw ProgramException.slow(limits.patience(), "the script");
        }
        throw e;
      } finally {
        alarm.cancel(false);
      }
    }

    @Override
    public InputStream output() {
      return this;
    }

    @Override
    public void complaints(Consumer<String> to) {
      synchronized (complaints) {
        told = Optional.of(to);
      }
      tell(to);
    }

    @Override
    public int exit() {
      try {
        // Its output has ended: what is left to do is short, or it is ended.
        if (!process.waitFor(1, TimeUnit.SECONDS)) {
          return -1;
        }
        // Its last words are to stand in the record; a child of it may go on writing, though.
        boolean _ = listening.join(LAST_WORDS);
        return process.exitValue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return -1;
      }
    }

    @Override
    public void stop() {
      stopped = true;
      end();
    }

    @Override
    public boolean isStopped() {
      return stopped;
    }

    private void end() {
      ProcessTree.end(process);
    }

    @Override
    public void close() {
      if (closed) {
        return;
      }
      closed = true;
      turns.giveBack();
      end();
      try {
        in.close();
      } catch (IOException e) {
        // Ended either way.
      }
    }
  }
}
