package dev.glasshouse.edge.nodes;

import dev.glasshouse.edge.cache.Purge;
import dev.glasshouse.edge.cache.Reach;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
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
import redis.clients.jedis.exceptions.JedisDataException;
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
  private static final String PRESENT = "glass-edge:present";

  /** How long one reading of the stream waits, milliseconds. */
  private static final int WAIT = 2_000;

  /** How long a node counts as there after it said so, seconds. */
  private static final int COUNTED = 60;

  /** Entries that one reading takes. */
  private static final int BATCH = 100;

  /** Before all entries. */
  private static final StreamEntryID NONE = new StreamEntryID(0, 0);

  /**
   * Says that a node is there, by the server's clock, forgets who has not said so for a while, and
   * counts: in one step, which takes as long as there are nodes, whatever else the server has.
   */
  private static final String SAY =
      """
      local now = tonumber(redis.call('TIME')[1])
      redis.call('ZADD', KEYS[1], now, ARGV[1])
      redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[2]))
      return redis.call('ZCARD', KEYS[1])
      """;

  /** How long is waited after the server could not be reached. */
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final String name;
  private final Hearing hearing;
  private final InstantSource clock;
  private final JedisPooled redis;
  private final String server;
  private final Heard heard = new Heard();
  private final ArrayDeque<Order> untold = new ArrayDeque<>();
  private final Remembered remembered;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread reader;
  private StreamEntryID last;
  private String run;
  private volatile int size = 1;

  private RedisNodes(
      String name,
      String server,
      Hearing hearing,
      InstantSource clock,
      JedisPooled redis,
      Remembered remembered) {
    this.name = name;
    this.server = server;
    this.hearing = hearing;
    this.clock = clock;
    this.redis = redis;
    this.remembered = remembered;
    this.untold.addAll(remembered.untold());
    this.last = remembered.fact("at").map(RedisNodes::entry).orElse(NONE);
    this.run = remembered.fact("server").orElse("");
    this.reader = Thread.ofVirtual().name("glass-nodes-redis").unstarted(this::read);
  }

  /**
   * Joins by a server, and hears what was said since it was there last.
   *
   * @param name this node's name
   * @param server {@code redis://host:port}
   * @param folder where it keeps how far it has heard; empty where its copies end with it too
   * @throws IOException when it does not answer
   */
  public static RedisNodes join(
      String name, URI server, Optional<Path> folder, Hearing hearing, InstantSource clock)
      throws IOException {
    JedisPooled redis = null;
    try {
      redis = new JedisPooled(server);
      var nodes =
          new RedisNodes(
              name,
              server.getHost() + ":" + server.getPort(),
              hearing,
              clock,
              redis,
              Remembered.in(folder));
      nodes.present();
      nodes.catchUp();
      nodes.reader.start();
      return nodes;
    } catch (JedisException e) {
      if (redis != null) {
        redis.close();
      }
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
      Optional<String> unwritten = remembered.untold(waiting());
      return Optional.of(
          silent(e)
              + unwritten
                  .map(why -> "; after a restart they would not be told at all: " + why)
                  .orElse(""));
    }
  }

  private synchronized List<Order> waiting() {
    return List.copyOf(untold);
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
      redis.xadd(STREAM, Map.of("order", untold.getFirst().line()), bounded());
      untold.removeFirst();
    }
    remembered.untold(List.of());
  }

  private String silent(JedisException e) {
    return "Redis at " + server + " does not answer: " + e.getMessage();
  }

  private void read() {
    boolean away = false;
    while (ended.getCount() > 0) {
      try {
        present();
        if (away) {
          catchUp();
        }
        tellAll();
        if (away) {
          away = false;
          hearing.reach(Optional.empty());
        }
        List<Map.Entry<String, List<StreamEntry>>> came = after(WAIT);
        if (came.isEmpty() || stands()) {
          take(came);
        } else {
          catchUp();
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

  /**
   * Hears what was said meanwhile. Where the entry that was heard last is still there, all that
   * came after it are; else some may be gone, and all that are there are heard again. So it is with
   * a server that was started anew, which may have lost the latest.
   */
  private void catchUp() {
    String runs = run();
    if (!runs.equals(run) || !stands()) {
      hearing.missed(
          last.equals(NONE)
              ? "it has not heard the orders at Redis " + server + " before"
              : "Redis at " + server + " has begun anew, or dropped what came since " + last);
      run = runs;
      last = NONE;
      remembered.keep(Map.of("at", "", "server", runs));
      // Something to find again, where nothing was said yet.
      redis.xadd(STREAM, Map.of("joined", name), bounded());
    }
    List<Map.Entry<String, List<StreamEntry>>> came = after(1);
    while (!came.isEmpty()) {
      take(came);
      came = after(1);
    }
  }

  private static StreamEntryID entry(String text) {
    try {
      return new StreamEntryID(text);
    } catch (IllegalArgumentException _) {
      return NONE;
    }
  }

  /** Whether the entry that was heard last is still there. */
  private boolean stands() {
    return !redis.xrange(STREAM, last, last, 1).isEmpty();
  }

  /** What the server calls this run of its own; empty where it does not tell. */
  private String run() {
    try {
      return redis
          .info("server")
          .lines()
          .filter(line -> line.startsWith("run_id:"))
          .map(line -> line.substring("run_id:".length()).strip())
          .findFirst()
          .orElse("");
    } catch (JedisDataException _) {
      return "";
    }
  }

  /** What comes after the last one; waits that many milliseconds for it. */
  private List<Map.Entry<String, List<StreamEntry>>> after(int wait) {
    List<Map.Entry<String, List<StreamEntry>>> came =
        redis.xread(XReadParams.xReadParams().count(BATCH).block(wait), Map.of(STREAM, last));
    return came == null ? List.of() : came;
  }

  private void take(List<Map.Entry<String, List<StreamEntry>>> came) {
    for (Map.Entry<String, List<StreamEntry>> stream : came) {
      for (StreamEntry entry : stream.getValue()) {
        last = entry.getID();
        heard(entry.getFields().getOrDefault("order", ""));
      }
    }
    if (!came.isEmpty()) {
      remembered.keep(Map.of("at", last.toString()));
    }
  }

  private static XAddParams bounded() {
    return XAddParams.xAddParams().maxLen(Heard.MOST).approximateTrimming();
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
    Object count = redis.eval(SAY, List.of(PRESENT), List.of(name, Integer.toString(COUNTED)));
    int now = count instanceof Long many ? Math.max(1, Math.toIntExact(many)) : 1;
    if (now != size) {
      size = now;
      hearing.count(now);
    }
  }

  /** They read the stream when they can: nobody says that it did. */
  @Override
  public Optional<Reach> reached() {
    return Optional.empty();
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
      redis.zrem(PRESENT, name);
    } catch (JedisException _) {
      // It runs out by itself.
    }
    redis.close();
  }
}
