package dev.glasshouse.http.wire;

import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The {@link Handover} of each event loop of a server. Safe for many threads. */
public final class Handovers {
  private final Map<EventLoop, Handover> each = new ConcurrentHashMap<>();

  /** None yet. */
  public Handovers() {}

  /** That of this loop. */
  public Handover of(EventLoop loop) {
    return each.computeIfAbsent(loop, Handover::new);
  }
}
