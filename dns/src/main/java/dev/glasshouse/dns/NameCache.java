package dev.glasshouse.dns;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was found out about names, as long as it holds. When it is full, what was not used for
 * longest goes first. Safe for use by many threads.
 */
public final class NameCache {
  private final Limits limits;
  private final Map<Key, Answer> answers = new LinkedHashMap<>(16, 0.75f, true);

  private record Key(String name, String type) {}

  /** An empty cache with the default limits. */
  public NameCache() {
    this(Limits.DEFAULT);
  }

  NameCache(Limits limits) {
    this.limits = limits;
  }

  /** What is known and still holds. */
  public synchronized Optional<Answer> find(String name, String type, Instant now) {
    var key = new Key(name, type);
    Answer answer = answers.get(key);
    if (answer == null) {
      return Optional.empty();
    }
    if (!holds(answer, now)) {
      answers.remove(key);
      return Optional.empty();
    }
    return Optional.of(answer);
  }

  /** Keeps an answer; one that may not be kept is not. */
  public synchronized void keep(Answer answer) {
    if (answer.ttl().isZero()) {
      return;
    }
    answers.put(new Key(answer.name(), answer.type()), answer);
    while (answers.size() > limits.cacheEntries()) {
      var eldest = answers.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
  }

  /** All that still holds, by name and type. */
  public synchronized List<Answer> all(Instant now) {
    var all = new ArrayList<Answer>();
    for (Answer answer : answers.values()) {
      if (holds(answer, now)) {
        all.add(answer);
      }
    }
    all.sort(Comparator.comparing(Answer::name).thenComparing(Answer::type));
    return all;
  }

  /** Whether it still holds; what comes from the future (a clock was set back) does not. */
  private static boolean holds(Answer answer, Instant now) {
    return now.isBefore(answer.expires()) && !answer.at().isAfter(now.plusSeconds(1));
  }
}
