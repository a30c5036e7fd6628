package dev.glasshouse.net.quic;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * At which of its addresses a server was last spoken with, by name and port: its session is good
 * there, so that early data may go there before anything has come back. Bounded: who was not asked
 * for longest goes first. Safe for use by many threads.
 */
final class LastAddresses {
  private final int most;
  private final Map<String, InetAddress> byServer = new LinkedHashMap<>(16, 0.75f, true);

  /** Empty, for at most so many servers. */
  LastAddresses(int most) {
    this.most = most;
  }

  /** A handshake has come to its end there. */
  synchronized void stood(String name, int port, InetAddress address) {
    byServer.put(key(name, port), address);
    if (byServer.size() > most) {
      var eldest = byServer.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
  }

  /** Nobody answered there any more. */
  synchronized void broke(String name, int port) {
    byServer.remove(key(name, port));
  }

  /** Where a server was last spoken with. */
  synchronized Optional<InetAddress> of(String name, int port) {
    return Optional.ofNullable(byServer.get(key(name, port)));
  }

  private static String key(String name, int port) {
    return name + " " + port;
  }
}
