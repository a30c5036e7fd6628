package dev.glasshouse.app;

import dev.glasshouse.dns.Resolver;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.client.ClientOptions;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.export.OtlpWriter;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsClient;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Sends journeys to a collector of OpenTelemetry, by OTLP over HTTP in JSON, on a thread of its
 * own, some at once. Bounded: while {@link #WAITING} wait to be sent, none is taken, and how many
 * were not is told at the end.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp">OTLP, "OTLP/HTTP"</a>
 */
final class OtlpSender implements AutoCloseable {
  private static final int WAITING = 1000;
  private static final int AT_ONCE = 100;
  private static final int TRIES = 3;
  private static final Duration GATHERING = Duration.ofMillis(500);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration END = Duration.ofSeconds(15);

  private final Url url;
  private final Consumer<String> problems;
  private final Network network = OsNetwork.open(1);
  private final TlsClient tls = new TlsClient(TlsOptions.DEFAULT);
  private final HttpClient client;
  private final BlockingQueue<Supplier<OtlpWriter.Told>> waiting =
      new ArrayBlockingQueue<>(WAITING);
  private final AtomicLong lost = new AtomicLong();
  private final Thread thread =
      Thread.ofPlatform().name("glass-otlp").daemon().unstarted(this::work);
  private volatile boolean closed;
  private String said = "";

  private OtlpSender(Url url, Consumer<String> problems) {
    this.url = url;
    this.problems = problems;
    var resolver = new Resolver(Resolver.Parts.system(network.nameTransport()));
    this.client =
        HttpClient.over(new Dialer(network, resolver, tls), Limits.CLIENT, ClientOptions.DEFAULT);
  }

  /**
   * A sender.
   *
   * @param url the collector; where it has no path, {@code /v1/traces}
   * @param problems is told why journeys could not be sent, each reason once
   */
  static OtlpSender to(Url url, Consumer<String> problems) {
    Url whole = url.path().length() > 1 ? url : Url.parse("/v1/traces", url);
    var sender = new OtlpSender(whole, problems);
    sender.thread.start();
    return sender;
  }

  /** Takes a journey to be sent, which is read when its turn comes; never blocks. */
  void take(Supplier<OtlpWriter.Told> told) {
    if (closed || !waiting.offer(told)) {
      lost.incrementAndGet();
    }
  }

  private void work() {
    try {
      while (!closed || !waiting.isEmpty()) {
        Supplier<OtlpWriter.Told> first = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          send(gather(first));
        }
      }
    } catch (InterruptedException e) {
      // The command ends, and waits no longer.
      lost.addAndGet(waiting.size());
    }
  }

  private List<OtlpWriter.Told> gather(Supplier<OtlpWriter.Told> first)
      throws InterruptedException {
    var batch = new ArrayList<Supplier<OtlpWriter.Told>>();
    batch.add(first);
    long until = System.nanoTime() + GATHERING.toNanos();
    while (batch.size() < AT_ONCE && !closed && System.nanoTime() < until) {
      Supplier<OtlpWriter.Told> next = waiting.poll(50, TimeUnit.MILLISECONDS);
      if (next != null) {
        batch.add(next);
      }
    }
    waiting.drainTo(batch, AT_ONCE - batch.size());
    return batch.stream().map(Supplier::get).toList();
  }

  private void send(List<OtlpWriter.Told> batch) throws InterruptedException {
    var text = new StringWriter();
    OtlpWriter.write(batch, "glasshouse", Glass.VERSION, text);
    for (int i = 1; i <= TRIES; i++) {
      Outcome outcome = post(text.toString());
      if (outcome.taken()) {
        return;
      }
      if (!outcome.again() || i == TRIES) {
        lost.addAndGet(batch.size());
        say(outcome.problem());
        return;
      }
      Thread.sleep(PAUSE);
    }
  }

  /**
   * What came of sending.
   *
   * @param problem why they were not taken; empty where they were
   * @param again whether it may help to send them once more (OTLP, "Retryable Response Codes")
   */
  private record Outcome(String problem, boolean again) {
    boolean taken() {
      return problem.isEmpty();
    }
  }

  private Outcome post(String text) throws InterruptedException {
    var outcome =
        new Outcome[] {new Outcome("no answer within " + ANSWER.toSeconds() + " s", false)};
    Thread asking = Thread.ofVirtual().start(() -> outcome[0] = ask(text));
    if (!asking.join(ANSWER)) {
      asking.interrupt();
    }
    return outcome[0];
  }

  private Outcome ask(String text) {
    Request request =
        Request.to(Method.POST, url).with("Content-Type", "application/json").with(Body.of(text));
    try (Response response = client.send(request, Priority.MEDIUM, Trail.OFF)) {
      int status = response.status().code();
      boolean again = status == 429 || status == 502 || status == 503 || status == 504;
      return new Outcome(status / 100 == 2 ? "" : "it answered " + status, again);
    } catch (IOException e) {
      return new Outcome(Glass.text(e), false);
    }
  }

  private void say(String problem) {
    if (!said.equals(problem)) {
      said = problem;
      problems.accept(url.display() + " does not take the journey: " + problem);
    }
  }

  /** Sends what waits, for a while, and ends. */
  @Override
  public void close() {
    closed = true;
    try {
      if (!thread.join(END)) {
        thread.interrupt();
        thread.join(PAUSE);
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
    if (lost.get() > 1) {
      problems.accept(lost.get() + " journeys were not sent to " + url.display());
    }
    client.close();
    tls.close();
    network.close();
  }
}
