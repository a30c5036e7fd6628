package dev.glasshouse.edge.nodes;

import dev.glasshouse.edge.cache.Purge;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.resps.StreamEntry;

/**
 * Nodes that tell each other by a stream in a Redis server: whoever comes, or was away, reads on
 * where it was. The group is whoever has said within a minute that it is there.
 */
public final class RedisNodes implements Nodes {
  private static final String STREAM = "glass-edge:purges";
  private static final String ALIVE = "glass-edge:nodes:";

  /** How long one reading of the stream waits, milliseconds. */
  private static final int WAIT = 2_000;

  /** How long a node counts as there after it said so, seconds. */
  private static final int PRESENT = 60;

  /** How long is waited after the server could not be reached. */
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final String name;
  private final Hearing hearing;
  private final InstantSource clock;
  private final JedisPooled redis;
  private final String server;
  private final Heard heard = new Heard();
  private final ArrayDeque<Order> untold = new ArrayDeque<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread reader;
  private volatile int size = 1;

  private RedisNodes(
      String name, String server, Hearing hearing, InstantSource clock, JedisPooled redis) {
    this.name = name;
    this.server = server;
    this.hearing = hearing;
    this.clock = clock;
    this.redis = redis;
    this.reader = Thread.ofVirtual().name("glass-nodes-redis").unstarted(this::read);
  }

  /**
   * Joins by a server.
   *
   * @param name this node's name
   * @param server {@code redis://host:port}
   * @throws IOException when it does not answer
   */
  public static RedisNodes join(String name, URI server, Hearing hearing, InstantSource clock)
      throws IOException {
    try {
      var redis = new JedisPooled(server);
      var nodes =
          new RedisNodes(name, server.getHost() + ":" + server.getPort(), hearing, clock, redis);
      redis.ping();
      nodes.present();
      nodes.reader.start();
      return nodes;
    } catch (JedisException e) {
      throw new IOException("Redis at " + server.getHost() + " does not answer: " + e, e);
    }
  }

  @Override
  public Optional<String> tell(Purge purge) {
    keep(purge);
    try {
      tellAll();
      return Optional.empty();
    } catch (JedisException e) {
      return Optional.of(silent(e));
    }
  }

  private synchronized void keep(Purge purge) {
    if (untold.size() >= Heard.MOST) {
      // More is forgotten than was asked for, never less.
      untold.clear();
      keep(Purge.all());
    }
    var order = new Order(UUID.randomUUID().toString(), name, clock.instant(), purge);
    heard.note(order, clock.instant());
    untold.add(order);
  }

  /** Tells what the others do not know yet; an order that comes twice is taken once. */
  private synchronized void tellAll() {
    while (!untold.isEmpty()) {
      redis.xadd(
          STREAM,
          Map.of("order", untold.getFirst().line()),
          XAddParams.xAddParams().maxLen(Heard.MOST).approximateTrimming());
      untold.removeFirst();
    }
  }

  private String silent(JedisException e) {
    return "Redis at " + server + " does not answer: " + e.getMessage();
  }

  private void read() {
    var last = new StreamEntryID(0, 0);
    boolean away = false;
    while (ended.getCount() > 0) {
      try {
        present();
        tellAll();
        if (away) {
          away = false;
          hearing.reach(Optional.empty());
        }
        List<Map.Entry<String, List<StreamEntry>>> came =
            redis.xread(XReadParams.xReadParams().count(100).block(WAIT), Map.of(STREAM, last));
        if (came == null) {
          continue;
        }
        for (Map.Entry<String, List<StreamEntry>> stream : came) {
          for (StreamEntry entry : stream.getValue()) {
            last = entry.getID();
            heard(entry.getFields().getOrDefault("order", ""));
          }
        }
      } catch (JedisException e) {
        if (!away && ended.getCount() > 0) {
          away = true;
          hearing.reach(Optional.of(silent(e)));
        }
        if (pause()) {
          return;
        }
      }
    }
  }

  private boolean pause() {
    try {
      return ended.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void heard(String line) {
    try {
      Order order = Order.parse(line);
      if (heard.note(order, clock.instant())) {
        hearing.order(order);
      }
    } catch (IllegalArgumentException _) {
      // Of another version of this program, or of somebody else.
    }
  }

  /** Says that this node is there, and counts. */
  private void present() {
    redis.setex(ALIVE + name, PRESENT, "1");
    int now = Math.max(1, redis.keys(ALIVE + "*").size());
    if (now != size) {
      size = now;
      hearing.count(now);
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void close() {
    ended.countDown();
    reader.interrupt();
    try {
      redis.del(ALIVE + name);
    } catch (JedisException _) {
      // It runs out by itself.
    }
    redis.close();
  }
}
