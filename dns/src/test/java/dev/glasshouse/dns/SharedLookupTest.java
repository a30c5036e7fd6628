package dev.glasshouse.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glasshouse.journey.NameStep;
import dev.glasshouse.journey.Recorder;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Rcode;

/** Several who look the same name up at the same time: the servers are asked once. */
class SharedLookupTest {
  private static final int PATIENCE = 120;
  private static final int MANY = 10;

  private final Recorder recorder = Recorder.start();
  private final Held held = new Held();
  @TempDir Path folder;

  /** A transport whose answers wait until the test gives them. */
  private static final class Held implements Transport {
    record Question(InetSocketAddress server, byte[] message, Replies replies) {}

    final BlockingQueue<Question> asked = new LinkedBlockingQueue<>();

    @Override
    public Exchange udp(InetSocketAddress server, byte[] message, Replies replies) {
      asked.add(new Question(server, message, replies));
      return () -> {};
    }

    @Override
    public Exchange tcp(InetSocketAddress server, byte[] message, Replies replies) {
      return udp(server, message, replies);
    }

    Question next() throws InterruptedException {
      Question question = asked.poll(PATIENCE, TimeUnit.SECONDS);
      assertThat(question).as("a question to the server").isNotNull();
      return java.util.Objects.requireNonNull(question);
    }
  }

  private Resolver resolver() {
    return new Resolver(
        new Resolver.Parts(
            BuiltIn.NONE,
            new NameCache(),
            new HostsFile(folder.resolve("hosts")),
            // One try, which takes as long as a slow machine needs.
            ResolvConf.parse("nameserver 192.0.2.53\noptions timeout:30 attempts:1\n"),
            held,
            Limits.DEFAULT,
            () -> 4711,
            InstantSource.system()));
  }

  private <T> FutureTask<T> begin(Callable<T> what) {
    var task = new FutureTask<>(what);
    Thread.ofVirtual().start(task);
    return task;
  }

  private Callable<Answer> mail(Resolver resolver) {
    return () ->
        resolver.lookup(
            "site.test", "MX", Deadline.in(Duration.ofSeconds(PATIENCE)), recorder.trail());
  }

  private long joined() {
    return recorder.journey().entries().stream()
        .filter(entry -> entry.step() instanceof NameStep.LookupJoined)
        .count();
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    Deadline deadline = Deadline.in(Duration.ofSeconds(PATIENCE));
    while (!condition.getAsBoolean()) {
      assertThat(deadline.passed()).as("it comes to that").isFalse();
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  @Test
  void askTheServersOnceAndAreToldSo() throws Exception {
    Resolver resolver = resolver();
    var all = new ArrayList<FutureTask<Answer>>();
    for (int i = 0; i < MANY; i++) {
      all.add(begin(mail(resolver)));
    }
    Held.Question question = held.next();
    until(() -> joined() == MANY - 1);
    question
        .replies()
        .message(
            question.server(), Wire.answer(question.message(), "site.test. 300 MX 5 m.site.test."));
    for (FutureTask<Answer> each : all) {
      assertThat(each.get(PATIENCE, TimeUnit.SECONDS).records()).hasSize(1);
    }
    assertThat(held.asked).isEmpty();
    assertThat(mail(resolver).call().records()).hasSize(1);
    assertThat(held.asked).as("it is in the cache").isEmpty();
  }

  @Test
  void aFailureIsSharedToo() throws Exception {
    Resolver resolver = resolver();
    List<FutureTask<Answer>> both = List.of(begin(mail(resolver)), begin(mail(resolver)));
    Held.Question question = held.next();
    until(() -> joined() == 1);
    question.replies().message(question.server(), Wire.code(question.message(), Rcode.REFUSED));
    for (FutureTask<Answer> each : both) {
      assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
          .isThrownBy(() -> each.get(PATIENCE, TimeUnit.SECONDS))
          .withCauseInstanceOf(NameException.class)
          .withMessageContaining("REFUSED");
    }
    assertThat(held.asked).isEmpty();
  }

  @Test
  void whoGivesUpDoesNotTakeTheOthersAlong() throws Exception {
    Resolver resolver = resolver();
    var first = new FutureTask<>(mail(resolver));
    Thread thread = Thread.ofVirtual().start(first);
    Held.Question unanswered = held.next();
    FutureTask<Answer> second = begin(mail(resolver));
    until(() -> joined() == 1);
    thread.interrupt();
    assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
        .isThrownBy(() -> first.get(PATIENCE, TimeUnit.SECONDS));
    Held.Question again = held.next();
    again
        .replies()
        .message(again.server(), Wire.answer(again.message(), "site.test. 300 MX 5 m.site.test."));
    assertThat(second.get(PATIENCE, TimeUnit.SECONDS).records()).hasSize(1);
    assertThat(unanswered).isNotEqualTo(again);
  }

  @Test
  void whoHasNoTimeLeftWaitsNoLonger() throws Exception {
    Resolver resolver = resolver();
    FutureTask<Answer> first = begin(mail(resolver));
    Held.Question question = held.next();
    assertThatExceptionOfType(NameException.class)
        .isThrownBy(() ->
            resolver.lookup("site.test", "MX", Deadline.in(Duration.ofMillis(1)), recorder.trail()))
        .satisfies(e -> assertThat(e.outcome()).isEqualTo(NameException.Outcome.TIMEOUT));
    question
        .replies()
        .message(
            question.server(), Wire.answer(question.message(), "site.test. 300 MX 5 m.site.test."));
    assertThat(first.get(PATIENCE, TimeUnit.SECONDS).records()).hasSize(1);
  }
}
