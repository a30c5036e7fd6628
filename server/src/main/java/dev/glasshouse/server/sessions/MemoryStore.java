package dev.glasshouse.server.sessions;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.SessionReason;
import dev.glasshouse.journey.SessionStep;
import dev.glasshouse.journey.Trail;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sessions in the memory of this process: gone when it ends, and for this server alone. Bounded by
 * their number and their bytes; those that were not used longest make room.
 */
public final class MemoryStore implements SessionStore {
  private final int most;
  private final long mostBytes;
  private final SessionCounts counts = new SessionCounts();
  private final ReentrantLock lock = new ReentrantLock();

  /** By use: the one that was not used longest is the first. */
  private final Map<String, Stored> sessions = new LinkedHashMap<>(16, 0.75f, true);

  private long bytes;

  /** For 100,000 sessions and 64 MiB. */
  public MemoryStore() {
    this(100_000, 64L << 20);
  }

  /**
   * A store.
   *
   * @param most sessions
   * @param mostBytes bytes of them, about
   */
  public MemoryStore(int most, long mostBytes) {
    this.most = most;
    this.mostBytes = mostBytes;
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public Optional<Stored> load(String key, Instant now) {
    lock.lock();
    try {
      Stored stored = sessions.get(key);
      if (stored != null && stored.isOver(now)) {
        drop(key);
        counts.expire(1);
      }
      return Optional.ofNullable(stored);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean store(String key, Stored next, Trail trail) {
    lock.lock();
    try {
      Stored there = sessions.get(key);
      if ((there == null ? 0 : there.version()) + 1 != next.version()) {
        return false;
      }
      keep(key, next);
      if (there == null) {
        counts.begin();
      }
      makeRoom(key, next.used(), trail);
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean rename(String before, String after, Stored next) {
    lock.lock();
    try {
      Stored there = sessions.get(before);
      if (there == null || there.version() + 1 != next.version()) {
        return false;
      }
      drop(before);
      keep(after, next);
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void touch(String key, Instant used, Instant expires) {
    lock.lock();
    try {
      Stored there = sessions.get(key);
      if (there != null) {
        sessions.put(
            key, new Stored(there.version(), there.created(), used, expires, there.values()));
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void remove(String key) {
    lock.lock();
    try {
      counts.end(drop(key) ? 1 : 0);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long held(Instant now) {
    lock.lock();
    try {
      long over = 0;
      Iterator<Stored> all = sessions.values().iterator();
      while (all.hasNext()) {
        Stored one = all.next();
        if (one.isOver(now)) {
          bytes -= one.size();
          over++;
          all.remove();
        }
      }
      counts.expire(over);
      return sessions.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public SessionCounts counts() {
    return counts;
  }

  private void keep(String key, Stored next) {
    drop(key);
    sessions.put(key, next);
    bytes += next.size();
  }

  /** Whether it was there. */
  private boolean drop(String key) {
    Stored old = sessions.remove(key);
    bytes -= old == null ? 0 : old.size();
    return old != null;
  }

  /** Those that are over go without a word; others are told. */
  private void makeRoom(String kept, Instant now, Trail trail) {
    int evicted = 0;
    long evictedBytes = 0;
    boolean byNumber = sessions.size() > most;
    Iterator<Map.Entry<String, Stored>> eldest = sessions.entrySet().iterator();
    while ((sessions.size() > most || bytes > mostBytes) && eldest.hasNext()) {
      Map.Entry<String, Stored> one = eldest.next();
      if (one.getKey().equals(kept)) {
        continue;
      }
      long size = one.getValue().size();
      if (one.getValue().isOver(now)) {
        counts.expire(1);
      } else {
        evicted++;
        evictedBytes += size;
      }
      bytes -= size;
      eldest.remove();
    }
    counts.evict(evicted);
    if (evicted > 0 && trail.on()) {
      String limit = byNumber ? most + " sessions" : mostBytes + " bytes";
      trail.mark(
          new SessionStep.SessionsEvicted(evicted, evictedBytes, limit),
          Because.of(SessionReason.FULL));
    }
  }

  /** How many there are, those that are over with them. */
  public int size() {
    lock.lock();
    try {
      return sessions.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
