package dev.glasshouse.dns.serve;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The counters of a server, all from 0. From any thread. */
public final class ServerCounts {
  private final LongAdder[] all = new LongAdder[ServerCount.values().length];

  ServerCounts() {
    for (int i = 0; i < all.length; i++) {
      all[i] = new LongAdder();
    }
  }

  void add(ServerCount what) {
    all[what.ordinal()].increment();
  }

  /** How often something happened. */
  public long of(ServerCount what) {
    return all[what.ordinal()].sum();
  }

  /** All of them. */
  public Map<ServerCount, Long> all() {
    var map = new EnumMap<ServerCount, Long>(ServerCount.class);
    for (ServerCount what : ServerCount.values()) {
      map.put(what, of(what));
    }
    return map;
  }
}
