package dev.glasshouse.net;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The connections of one network that live, as netstat lists them. */
public final class Connections {
  private final Set<Connection> live = ConcurrentHashMap.newKeySet();
  private final AtomicLong numbers = new AtomicLong();

  /** No connections yet. */
  public Connections() {}

  /** Those that live now, the oldest first. */
  public List<Connection> live() {
    return live.stream().sorted(Comparator.comparingLong(Connection::number)).toList();
  }

  /** A number for a new connection, from 1, never given twice. */
  long number() {
    return numbers.incrementAndGet();
  }

  void add(Connection connection) {
    live.add(connection);
  }

  void remove(Connection connection) {
    live.remove(connection);
  }
}
