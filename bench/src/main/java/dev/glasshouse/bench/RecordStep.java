package dev.glasshouse.bench;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.FetchReason;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Trail;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What recording a step costs: off (which must be 0 bytes), on, and on when the record is full. Run
 * it with {@code -prof gc} for the bytes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordStep {
  private static final Clause CLAUSE = Clause.rfc(9110, "15.4.2");

  /** Steps that are recorded before the record is begun anew: fewer than its limit. */
  private static final int STEPS = 20_000;

  private final String from = "http://glasshouse.test/";
  private final String to = "http://www.glasshouse.test/";
  private Trail off = Trail.OFF;
  private Trail on = Recorder.start().trail();
  private Trail full = Recorder.start().trail();
  private int recorded;

  /** Begins anew, and fills the record that shall be full. */
  @Setup(Level.Trial)
  public void fill() {
    off = Trail.OFF;
    for (int i = 0; i < 110_000; i++) {
      step(full);
    }
  }

  /** A trail that is off. */
  @Benchmark
  public long off() {
    return step(off);
  }

  /** A trail that is on, with its share of beginning a new journey every 20,000 steps. */
  @Benchmark
  public long on() {
    if (++recorded == STEPS) {
      recorded = 0;
      on = Recorder.start().trail();
    }
    return step(on);
  }

  /** A trail whose record is full. */
  @Benchmark
  public long full() {
    return step(full);
  }

  private long step(Trail trail) {
    long id = trail.open();
    long begin = trail.now();
    if (trail.on()) {
      trail.close(
          id,
          begin,
          new FetchStep.Redirected(301, from, to, "GET", 1),
          Because.of(FetchReason.PERMANENT_METHOD_KEPT, CLAUSE, 301, "GET"));
    }
    return id;
  }
}
