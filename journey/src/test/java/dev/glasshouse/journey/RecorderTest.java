package dev.glasshouse.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecorderTest {
  private static Recorder recorder(Limits limits) {
    var clock = new AtomicLong(1_000_000);
    return new Recorder(clock::incrementAndGet, Fixture.ZERO, limits);
  }

  private static Step step(String url) {
    return new PageStep.ResourceSkipped(url, "image");
  }

  @Test
  void stepsCarryTheirCausesAndTheClockOfTheJourney() {
    Trail root = recorder(Limits.DEFAULT).trail();
    assertThat(root.now()).isEqualTo(1);
    long id = root.open();
    long begin = root.now();
    Trail below = root.after(id);
    long other = below.mark(step("a"), Because.HAPPENED);
    below.add(begin, step("b"), Because.HAPPENED, other, id, 0);
    root.close(id, begin, step("c"), Because.HAPPENED);
    Journey journey = journeyOf(root);
    assertThat(journey.entries())
        .extracting(Entry::causes)
        .containsExactly(List.of(id), List.of(id, other), List.of());
    assertThat(journey.entries()).allMatch(entry -> entry.end() >= entry.begin());
    assertThat(journey.entries().getFirst().nanos()).isZero();
    assertThat(journey.entries().getLast().parent()).isZero();
  }

  @Test
  void aMomentOfTheSystemsClockHasItsPlaceInTheJourney() {
    Trail trail = Recorder.start().trail();
    long before = trail.now();
    long moment = System.nanoTime();
    assertThat(trail.at(moment)).isBetween(before, trail.now());
    assertThat(trail.at(moment)).isEqualTo(trail.at(moment));
    assertThat(Trail.OFF.at(moment)).isZero();
  }

  /** A journey on another clock knows no such moments: what it is told is now. */
  @Test
  void onAnotherClockSuchAMomentIsNow() {
    Trail trail = recorder(Limits.DEFAULT).trail();
    assertThat(trail.at(System.nanoTime())).isEqualTo(1);
    assertThat(trail.now()).isEqualTo(2);
  }

  @Test
  void theTimeOfDayOfTheBeginningStaysAsItWasToldFirst() {
    Recorder recorder = Recorder.start();
    Instant zero = recorder.journey().wallZero();
    assertThat(recorder.journey().wallZero()).isEqualTo(zero);
  }

  private static Journey journeyOf(Trail trail) {
    return trail.recorder().journey();
  }

  @Test
  void aJourneyIsAsItStoodWhenItWasTaken() {
    Recorder recorder = recorder(Limits.DEFAULT);
    recorder.trail().mark(step("a"), Because.HAPPENED);
    Journey before = recorder.journey();
    recorder.trail().mark(step("b"), Because.HAPPENED);
    assertThat(before.entries()).hasSize(1);
    assertThat(recorder.journey().entries()).hasSize(2);
  }

  /** It has its place and its number at once, and is put together when it is read, once. */
  @Test
  void aLateStepIsPutTogetherWhenItIsRead() {
    Recorder recorder = recorder(Limits.DEFAULT);
    var read = new AtomicLong();
    Trail trail = recorder.trail();
    trail.late(3, 5, () -> step("late" + read.incrementAndGet()), Because.HAPPENED);
    long after = trail.mark(step("after"), Because.HAPPENED);
    assertThat(read).hasValue(0);
    assertThat(recorder.journey()).isEqualTo(recorder.journey());
    assertThat(read).hasValue(1);
    Entry late = recorder.journey().entries().getFirst();
    assertThat(late.step()).isEqualTo(step("late1"));
    assertThat(late.begin()).isEqualTo(3);
    assertThat(late.end()).isEqualTo(5);
    assertThat(late.id()).isLessThan(after);
    Trail.OFF.late(0, 0, () -> step("off" + read.incrementAndGet()), Because.HAPPENED);
    assertThat(read).hasValue(1);
  }

  /** Who listens is told of each step when it is recorded, and late ones count for the limits. */
  @Test
  void lateStepsAreHeardAndWeighed() {
    var heard = new ArrayList<Step>();
    Recorder listened = Recorder.start(Limits.DEFAULT, (_, entry) -> heard.add(entry.step()));
    listened.trail().late(0, 0, () -> step("heard"), Because.HAPPENED);
    assertThat(heard).containsExactly(step("heard"));
    Recorder small = recorder(new Limits(20));
    for (int i = 0; i < 50; i++) {
      small.trail().late(i, i, () -> step("u"), Because.HAPPENED);
    }
    assertThat(small.journey().dropped()).isEqualTo(31);
  }

  @Test
  void stepsPastTheLimitAreCountedAndTheLastStepSaysSo() {
    Recorder recorder = recorder(new Limits(20));
    for (int i = 0; i < 50; i++) {
      recorder.trail().mark(step("u" + i), Because.HAPPENED);
    }
    Journey journey = recorder.journey();
    assertThat(journey.dropped()).isEqualTo(31);
    assertThat(journey.entries()).hasSize(20);
    assertThat(journey.entries().getLast().step()).isEqualTo(new JourneyStep.RecordFull(19, 31));
    assertThat(journey.entries()).extracting(Entry::id).doesNotHaveDuplicates();
  }

  @Test
  void whatStepsNameAsTheirCauseIsKeptInTheReserve() {
    Recorder recorder = recorder(new Limits(20));
    Trail root = recorder.trail();
    long navigation = root.open();
    Trail page = root.after(navigation);
    for (int i = 0; i < 50; i++) {
      page.mark(step("u" + i), Because.HAPPENED);
    }
    root.close(navigation, 0, step("navigation"), Because.HAPPENED);
    Journey journey = recorder.journey();
    assertThat(journey.entries()).hasSize(21);
    assertThat(CauseTree.of(journey).entry(navigation)).isPresent();
    assertThat(CauseTree.of(journey).roots()).hasSize(2);
  }

  @Test
  void memoryIsBoundedHoweverLargeTheSteps() {
    var limits = new Limits(100_000, 1_000_000, 0);
    Recorder recorder = recorder(limits);
    for (int i = 0; i < 1000; i++) {
      recorder.trail().mark(step("x".repeat(10_000)), Because.HAPPENED);
    }
    Journey journey = recorder.journey();
    assertThat(journey.dropped()).isGreaterThan(900);
    long weight = journey.entries().stream().mapToLong(Weight::of).sum();
    assertThat(weight).isBetween(900_000L, 1_001_000L);
  }

  /** The estimate must not be lower than what the steps take: else the cap would be none. */
  @Test
  void theEstimateIsNotLowerThanWhatStepsTake() {
    for (int round = 0; round < 3; round++) {
      assertThat(taken(round)).as("bytes taken per byte estimated").isLessThan(1.0);
    }
  }

  private static double taken(int round) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    int steps = 2000;
    var entries = new ArrayList<Entry>(steps);
    var one = new ArrayList<Long>(1);
    one.add(0L);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < steps; i++) {
      one.set(0, 1000L + i);
      var name = new String(new char[] {'n', (char) ('a' + round), 'm', 'e', '界'});
      var step =
          new NameStep.NameAnswered(
              name, List.of(new String("127.0.0.1".toCharArray())), name, Duration.ofNanos(i + 1));
      var because = Because.of(NameReason.HOSTS_LINE, 1000 + i);
      entries.add(new Entry(1000L + i, i, i, List.copyOf(one), because, Source.MEASURED, step));
    }
    long taken = threads.getCurrentThreadAllocatedBytes() - before;
    return (double) taken / entries.stream().mapToLong(Weight::of).sum();
  }

  @Test
  void manyThreadsRecordIntoOneJourney() throws InterruptedException {
    int threads = 8;
    int each = 2000;
    Recorder recorder = recorder(Limits.DEFAULT);
    Trail root = recorder.trail();
    Set<Long> numbers = new HashSet<>();
    var start = new CountDownLatch(1);
    var done = new CountDownLatch(threads);
    for (int t = 0; t < threads; t++) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              start.await();
              var mine = new HashSet<Long>();
              for (int i = 0; i < each; i++) {
                long id = root.open();
                mine.add(root.number());
                root.after(id).mark(step("child"), Because.HAPPENED);
                root.close(id, root.now(), step("parent"), Because.HAPPENED);
              }
              synchronized (numbers) {
                numbers.addAll(mine);
              }
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            } finally {
              done.countDown();
            }
          });
    }
    start.countDown();
    assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    Journey journey = recorder.journey();
    assertThat(journey.entries()).hasSize(threads * each * 2);
    assertThat(new HashSet<>(journey.entries().stream().map(Entry::id).toList()))
        .hasSize(threads * each * 2);
    assertThat(numbers).hasSize(threads * each);
    assertThat(journey.entries()).allMatch(entry -> entry.parent() < entry.id());
    assertThat(CauseTree.of(journey).roots()).hasSize(threads * each);
  }

  /** As the requests of a server do it: few steps, of which each takes a place of its own. */
  @Test
  void noStepIsLostWhereAFewAreRecordedAtOnceAndReadMeanwhile() throws Exception {
    int threads = 4;
    int each = 3;
    var together = new CyclicBarrier(threads + 1);
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 500; round++) {
        // Some overflow the places in the middle of it, some never.
        int steps = 1 + round % each;
        Recorder recorder = recorder(Limits.DEFAULT);
        Trail root = recorder.trail();
        var ends = new ArrayList<Future<?>>();
        for (int t = 0; t < threads; t++) {
          ends.add(
              pool.submit(() -> {
                together.await(60, TimeUnit.SECONDS);
                for (int i = 0; i < steps; i++) {
                  root.mark(step("one"), Because.HAPPENED);
                }
                return true;
              }));
        }
        together.await(60, TimeUnit.SECONDS);
        int met = recorder.journey().entries().size();
        for (Future<?> end : ends) {
          end.get(60, TimeUnit.SECONDS);
        }
        List<Long> ids = recorder.journey().entries().stream().map(Entry::id).toList();
        assertThat(ids).hasSize(threads * steps).doesNotHaveDuplicates();
        assertThat(met).isLessThanOrEqualTo(threads * steps);
      }
    }
  }

  /** The allocation of one thread, by the virtual machine's own count. */
  @Test
  void aTrailThatIsOffAllocatesNothing() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    assertThat(threads.isThreadAllocatedMemorySupported()).isTrue();
    for (int warm = 0; warm < 10; warm++) {
      work(Trail.OFF, 20_000);
      threads.getCurrentThreadAllocatedBytes();
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    long nothing = threads.getCurrentThreadAllocatedBytes() - before;
    before = threads.getCurrentThreadAllocatedBytes();
    long sum = work(Trail.OFF, 100_000);
    long off = threads.getCurrentThreadAllocatedBytes() - before - nothing;
    assertThat(sum).isPositive();
    assertThat(off).isZero();

    before = threads.getCurrentThreadAllocatedBytes();
    work(recorder(new Limits(100)).trail(), 100);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isGreaterThan(100 * 100);
  }

  /** What code that records does, as {@link Trail} shows it. */
  private static long work(Trail trail, int times) {
    long sum = 1;
    for (int i = 0; i < times; i++) {
      long id = trail.open();
      long begin = trail.now();
      Trail below = trail.after(id);
      sum += below.cause() + trail.number();
      if (trail.on()) {
        trail.close(id, begin, step("u" + i), Because.of(JourneyReason.ASKED_FOR, i), below.open());
      }
    }
    return sum;
  }

  @Test
  void aListenerIsToldOfEachStepOnceItIsRecorded() {
    var told = new java.util.ArrayList<Entry>();
    Recorder recorder =
        Recorder.start(
            new Limits(100),
            (whose, entry) -> {
              assertThat(whose.journey().entries()).endsWith(entry);
              told.add(entry);
            });
    recorder.trail().mark(new NameStep.LookupJoined("a.test", "A"), Because.HAPPENED);
    recorder.trail().mark(new NameStep.LookupJoined("b.test", "A"), Because.HAPPENED);
    assertThat(told).isEqualTo(recorder.journey().entries()).hasSize(2);
  }
}
