package dev.glasshouse.dns.zone;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * Which addresses answer their probes. An address is taken for down after three failures in a row,
 * and for up again after two successes; what was never probed is up.
 *
 * <p>What {@link #down} says may be read from any thread; {@link #look} is called by one, again and
 * again.
 */
public final class Health {
  private static final int FALL = 3;
  private static final int RISE = 2;

  private final Prober prober;
  private final Duration interval;
  private final Map<Watched, State> states = new HashMap<>();
  private final Map<Watched, Boolean> failing = new ConcurrentHashMap<>();

  /** An address with its probe. */
  public record Watched(InetAddress address, SmartRules.Probe probe) {}

  /** An address that was up and is down, or the other way round. */
  public record Turned(Watched watched, boolean up) {}

  private record State(boolean up, int row, Instant next) {}

  /** Tries whether somebody answers: by sockets, or by a script in a test. */
  @FunctionalInterface
  public interface Prober {
    /** Whether it answers. May block. */
    boolean answers(Watched watched);
  }

  /** Probes in this way, each address as often as the interval says. */
  public Health(Prober prober, Duration interval) {
    this.prober = prober;
    this.interval = interval;
  }

  /**
   * Probes what is due, all of it at once: it takes as long as the slowest.
   *
   * @return what is up or down now and was not before
   */
  public List<Turned> look(Set<Watched> all, Instant now) {
    states.keySet().retainAll(all);
    failing.keySet().retainAll(all);
    var turns = new ArrayList<Turned>();
    for (Map.Entry<Watched, Boolean> answer : answers(all, now).entrySet()) {
      Watched watched = answer.getKey();
      State old = states.getOrDefault(watched, new State(true, 0, now));
      int row = answer.getValue() == old.up() ? 0 : old.row() + 1;
      boolean turned = row >= (old.up() ? FALL : RISE);
      boolean up = turned != old.up();
      states.put(watched, new State(up, turned ? 0 : row, now.plus(interval)));
      if (up) {
        failing.remove(watched);
      } else {
        failing.put(watched, true);
      }
      if (turned) {
        turns.add(new Turned(watched, up));
      }
    }
    return turns;
  }

  private Map<Watched, Boolean> answers(Set<Watched> all, Instant now) {
    var answers = new ConcurrentHashMap<Watched, Boolean>();
    // Its end waits for all of them, and each has its own deadline.
    try (var probes = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Watched watched : all) {
        State old = states.get(watched);
        if (old == null || !old.next().isAfter(now)) {
          probes.execute(() -> answers.put(watched, prober.answers(watched)));
        }
      }
    }
    return answers;
  }

  /** Whether an address is taken for down. */
  public boolean isDown(Watched watched) {
    return !failing.isEmpty() && failing.containsKey(watched);
  }
}
