package dev.glasshouse.lab;

import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.WireLimits;
import dev.glasshouse.journey.Trail;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which journeys the questions belong to that are on their way to servers of this process. No
 * message carries that; a network with glass walls sees it.
 */
final class Overheard {
  /** Questions on their way at one time; what is older is forgotten, and told nowhere. */
  private static final int MOST = 1000;

  private final Map<Key, Trail> trails =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Trail> eldest) {
          return size() > MOST;
        }
      };

  /** A question to a server: who repeats it says the same id and the same question. */
  private record Key(InetSocketAddress server, int hash) {}

  /** A question leaves. */
  void asked(InetSocketAddress server, byte[] message, Trail trail) {
    if (!trail.on()) {
      return;
    }
    var scan = new MessageScan(WireLimits.QUESTION);
    scan.scan(message);
    synchronized (trails) {
      trails.put(new Key(server, hash(scan)), trail);
    }
  }

  /** A question has come to a server: where its story is told. */
  Trail heard(InetSocketAddress server, MessageScan scan) {
    synchronized (trails) {
      Trail trail = trails.remove(new Key(server, hash(scan)));
      return trail == null ? Trail.OFF : trail;
    }
  }

  /** Of the id and the question section. */
  private static int hash(MessageScan scan) {
    byte[] bytes = scan.bytes();
    int end = Math.clamp(scan.questionEnd(), 2, scan.length());
    return 31 * Arrays.hashCode(Arrays.copyOfRange(bytes, 0, 2))
        + Arrays.hashCode(Arrays.copyOfRange(bytes, Math.min(12, end), end));
  }
}
