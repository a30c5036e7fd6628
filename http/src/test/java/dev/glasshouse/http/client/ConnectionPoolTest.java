package dev.glasshouse.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.VersionReason;
import dev.glasshouse.journey.VersionStep;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pool, with servers that follow a script. */
@Timeout(60)
class ConnectionPoolTest {
  private final FakeServer server = new FakeServer();
  private final Recorder recorder = Recorder.start();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpClient client = new HttpClient(server, Limits.CLIENT);

  @AfterEach
  void close() {
    client.close();
    threads.shutdownNow();
    server.close();
  }

  private void total(int total) {
    Limits.Pool usual = Limits.CLIENT.pool();
    client =
        new HttpClient(
            server,
            Limits.CLIENT.with(
                new Limits.Pool(
                    usual.perOrigin(),
                    usual.overtakes(),
                    usual.attempts(),
                    usual.exchanges(),
                    usual.accepted(),
                    total,
                    usual.origins())));
  }

  private Future<Response> ask(String url, Partition partition) {
    return threads.submit(
        () -> client.send(Request.get(Url.parse(url)), Priority.HIGH, partition, recorder.trail()));
  }

  private Future<Response> ask(String url) {
    return ask(url, Partition.NONE);
  }

  private List<Future<Response>> ask(int times, String url) {
    var all = new ArrayList<Future<Response>>();
    for (int i = 0; i < times; i++) {
      all.add(ask(url));
    }
    return all;
  }

  /** Waits until something is so; not after the test was given up. */
  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      if (Thread.interrupted()) {
        throw new AssertionError("it never came to be so");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private List<Entry> entries(Class<?> kind) {
    return recorder.journey().entries().stream().filter(e -> kind.isInstance(e.step())).toList();
  }

  private static void all(List<Future<Response>> answers)
      throws ExecutionException, InterruptedException {
    for (Future<Response> answer : answers) {
      assertThat(answer.get().status().code()).isEqualTo(200);
    }
  }

  @Test
  void theFirstConnectionTellsAndIsShared() throws Exception {
    server.dialGate.drainPermits();
    List<Future<Response>> answers = ask(50, "https://a.example/");
    await(() -> server.dialing.get() == 1 && waiting() == 49);
    server.dialGate.release(50);
    all(answers);
    assertThat(server.dials).hasValue(1);
    assertThat(server.sessions.getFirst().carried).hasValue(50);
    assertThat(entries(HttpStep.ConnectionAwaited.class))
        .hasSize(49)
        .allMatch(e -> e.because().reason() == VersionReason.FIRST_TELLS);
  }

  @Test
  void whenTheFirstTellsOfHttp1TheOthersDialToo() throws Exception {
    server.version = HttpVersion.HTTP_1_1;
    server.dialGate.drainPermits();
    server.answerGate.drainPermits();
    List<Future<Response>> answers = ask(10, "https://a.example/");
    await(() -> server.dialing.get() == 1);
    server.dialGate.release(1);
    await(() -> server.dialing.get() == 5);
    server.dialGate.release(20);
    await(() -> server.sessions.size() == 6);
    server.answerGate.release(20);
    all(answers);
    assertThat(server.sessions).hasSize(6).allMatch(s -> s.most.get() == 1);
  }

  @Test
  void whatWasToldIsRemembered() throws Exception {
    ask("https://a.example/").get();
    FakeServer.Session first = server.sessions.getFirst();
    first.close();
    await(() -> !client.pool().stands(key("a.example"), HttpVersion.HTTP_2));
    server.dialGate.drainPermits();
    List<Future<Response>> answers = ask(5, "https://a.example/");
    await(() -> server.dialing.get() == 1 && waiting() == 4);
    server.dialGate.release(5);
    all(answers);
    assertThat(server.dials).hasValue(2);
    assertThat(entries(HttpStep.ConnectionAwaited.class))
        .hasSize(4)
        .allMatch(e -> e.because().reason() == VersionReason.DIAL_SHARED);
  }

  private static PoolKey key(String host) {
    return new PoolKey("https", host, 443, Partition.NONE);
  }

  @Test
  void aSessionThatGoesAwayIsReplaced() throws Exception {
    server.answerGate.drainPermits();
    Future<Response> under = ask("https://a.example/");
    await(() -> !server.sessions.isEmpty() && server.sessions.getFirst().carried.get() == 1);
    server.sessions.getFirst().leaving = true;
    Future<Response> next = ask("https://a.example/");
    await(() -> server.sessions.size() == 2);
    server.answerGate.release(2);
    assertThat(under.get().status().code()).isEqualTo(200);
    assertThat(next.get().status().code()).isEqualTo(200);
    await(() -> !server.sessions.getFirst().isOpen());
    assertThat(server.sessions.get(1).isOpen()).isTrue();
  }

  @Test
  void whatWasNotProcessedGoesAgainElsewhere() throws Exception {
    ask("https://a.example/").get();
    FakeServer.Session first = server.sessions.getFirst();
    first.refuses = true;
    Request post =
        Request.to(Method.POST, Url.parse("https://a.example/")).with(Body.of("can be had again"));
    Response answer = client.send(post, Priority.HIGH, recorder.trail());
    assertThat(answer.status().code()).isEqualTo(200);
    assertThat(server.dials).hasValue(2);
    assertThat(entries(HttpStep.RequestRetried.class).getFirst().because().reason())
        .isEqualTo(VersionReason.NOT_PROCESSED);
  }

  @Test
  void partitionsShareNoConnection() throws Exception {
    ask("https://a.example/", new Partition("https://x.example", true)).get();
    ask("https://a.example/", new Partition("https://y.example", true)).get();
    ask("https://a.example/", new Partition("https://y.example", false)).get();
    ask("https://a.example/", new Partition("https://y.example", false)).get();
    assertThat(server.dials).hasValue(3);
  }

  @Test
  void aFullSessionIsWaitedFor() throws Exception {
    server.streams = 2;
    server.answerGate.drainPermits();
    List<Future<Response>> answers = ask(2, "https://a.example/");
    await(() -> !server.sessions.isEmpty() && server.sessions.getFirst().carried.get() == 2);
    answers.addAll(ask(3, "https://a.example/"));
    await(() -> waiting() == 3);
    server.answerGate.release(5);
    all(answers);
    assertThat(server.dials).hasValue(1);
    assertThat(server.sessions.getFirst().most).hasValue(2);
    assertThat(entries(HttpStep.ConnectionAwaited.class))
        .filteredOn(e -> e.because().reason() == VersionReason.SESSION_FULL)
        .hasSizeGreaterThanOrEqualTo(3);
  }

  private int waiting() {
    return client.pool().waiting();
  }

  @Test
  void ofAllConnectionsTheOneUnusedLongestGoesFirst() throws Exception {
    total(3);
    for (String host : List.of("a", "b", "c", "a", "d")) {
      ask("https://" + host + ".example/").get();
    }
    assertThat(server.dials).hasValue(4);
    assertThat(entries(VersionStep.IdleClosed.class))
        .extracting(e -> ((VersionStep.IdleClosed) e.step()).origin())
        .containsExactly("https://b.example");
    await(() -> !server.sessions.get(1).isOpen());
  }

  @Test
  void whereAllAreInUseOneWaitsForAllOrigins() throws Exception {
    total(2);
    server.answerGate.drainPermits();
    Future<Response> a = ask("https://a.example/");
    Future<Response> b = ask("https://b.example/");
    await(() -> server.sessions.stream().mapToInt(s -> s.carried.get()).sum() == 2);
    Future<Response> c = ask("https://c.example/");
    await(() -> waiting() == 1);
    server.answerGate.release(3);
    all(List.of(a, b, c));
    assertThat(entries(HttpStep.ConnectionAwaited.class))
        .extracting(e -> e.because().reason())
        .contains(VersionReason.ALL_FULL);
  }

  @Test
  void aDialThatFailsFailsItsOwnRequestAlone() throws Exception {
    server.dialFails = n -> n == 1 ? Optional.of(new IOException("no")) : Optional.empty();
    server.dialGate.drainPermits();
    Future<Response> first = ask("https://a.example/");
    await(() -> server.dialing.get() == 1);
    List<Future<Response>> others = ask(5, "https://a.example/");
    await(() -> waiting() == 5);
    server.dialGate.release(20);
    assertThatThrownBy(first::get).hasRootCauseMessage("no");
    all(others);
  }

  @Test
  void anInterruptedWaiterLeavesNothingBehind() throws Exception {
    server.answerGate.drainPermits();
    server.version = HttpVersion.HTTP_1_1;
    server.expected = Expectation.ONE;
    List<Future<Response>> answers = ask(6, "https://a.example/");
    await(() -> server.sessions.size() == 6);
    Future<Response> waits = ask("https://a.example/");
    await(() -> waiting() == 1);
    waits.cancel(true);
    await(() -> waiting() == 0);
    server.answerGate.release(20);
    all(answers);
    ask("https://a.example/").get();
    assertThat(server.dials).hasValue(6);
  }

  @Test
  void whoWaitsTooLongIsTold() {
    Duration wait = Duration.ofMillis(50);
    client = new HttpClient(server, ClientFixture.impatient(wait));
    server.dialGate.drainPermits();
    Future<Response> first = ask("https://a.example/");
    await(() -> server.dialing.get() == 1);
    Future<Response> second = ask("https://a.example/");
    assertThatThrownBy(second::get)
        .rootCause()
        .isInstanceOfSatisfying(
            StalledException.class,
            e -> assertThat(e.because().reason()).isEqualTo(HttpReason.STALLED_SLOT));
    first.cancel(true);
  }

  @Test
  void closingRefusesWhoWaits() {
    server.dialGate.drainPermits();
    Future<Response> first = ask("https://a.example/");
    await(() -> server.dialing.get() == 1);
    Future<Response> second = ask("https://a.example/");
    await(() -> waiting() == 1);
    client.close();
    assertThatThrownBy(second::get).hasCauseInstanceOf(CancelledException.class);
    first.cancel(true);
  }

  @Test
  void nothingIsLostInDisorder() throws Exception {
    total(8);
    server.streams = 3;
    var random = new Random(42);
    var answers = new ArrayList<Future<Response>>();
    for (int i = 0; i < 2000; i++) {
      if (i % 10 == 0) {
        server.version = random.nextBoolean() ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1;
      }
      answers.add(ask("https://" + (char) ('a' + random.nextInt(12)) + ".example/"));
      if (random.nextInt(20) == 0 && !server.sessions.isEmpty()) {
        FakeServer.Session some = server.sessions.get(random.nextInt(server.sessions.size()));
        if (random.nextBoolean()) {
          some.leaving = true;
        } else {
          some.close();
        }
      }
    }
    all(answers);
    assertThat(server.sessions)
        .allMatch(s -> s.most.get() <= (Pooled.multiplexed(s.version) ? 3 : 1));
    assertThat(waiting()).isZero();
    // That a session is gone is told on the event loop, and closing comes after counting.
    await(() -> open(_ -> true) <= 8);
    await(() ->
        client.pool().total() >= open(s -> !s.leaving) && client.pool().total() <= open(_ -> true));
  }

  private long open(Predicate<FakeServer.Session> which) {
    return server.sessions.stream().filter(FakeServer.Session::isOpen).filter(which).count();
  }
}
