package dev.glasshouse.server.sessions;

import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Sessions in a Redis that several servers share: each is a hash, which Redis itself drops when it
 * is over. What has to be one stroke is a script of Redis.
 */
public final class RedisStore implements SessionStore {
  private static final String PREFIX = "glasshouse:session:";

  /** When each ends, by its key: what is counted. No session has such a key. */
  private static final String ENDS = PREFIX + "ends";

  /**
   * Stores where the version is the one before; KEYS: where it is, where it will be, when all end;
   * ARGV: the new version, created, used, expires, content. Each takes a few that are over out of
   * the count. Answers with whether it was done, and how many were over.
   */
  private static final String STORE =
      """
      local there = redis.call('HGET', KEYS[1], 'version')
      if (tonumber(there or '0') + 1) ~= tonumber(ARGV[1]) then return {0, 0} end
      if KEYS[1] ~= KEYS[2] then
        if not there then return {0, 0} end
        redis.call('DEL', KEYS[1])
        redis.call('ZREM', KEYS[3], KEYS[1])
      end
      redis.call('HSET', KEYS[2], 'version', ARGV[1], 'created', ARGV[2], 'used', ARGV[3],
        'expires', ARGV[4], 'content', ARGV[5])
      redis.call('PEXPIREAT', KEYS[2], ARGV[4])
      redis.call('ZADD', KEYS[3], ARGV[4], KEYS[2])
      local over = redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', ARGV[3], 'LIMIT', 0, 10)
      if #over > 0 then redis.call('ZREM', KEYS[3], unpack(over)) end
      return {1, #over}
      """;

  /** Says that it was used, where it is there; ARGV: used, expires. */
  private static final String TOUCH =
      """
      if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
      redis.call('HSET', KEYS[1], 'used', ARGV[1], 'expires', ARGV[2])
      redis.call('PEXPIREAT', KEYS[1], ARGV[2])
      redis.call('ZADD', KEYS[2], ARGV[2], KEYS[1])
      return 1
      """;

  /** Takes a session away; answers with whether it was there. */
  private static final String REMOVE =
      """
      redis.call('ZREM', KEYS[2], KEYS[1])
      return redis.call('DEL', KEYS[1])
      """;

  /** Takes up to 10,000 that are over out of the count; answers with how many, and what is left. */
  private static final String HELD =
      """
      local over = redis.call('ZCOUNT', KEYS[1], '-inf', ARGV[1])
      if over > 10000 then over = 10000 end
      if over > 0 then redis.call('ZREMRANGEBYRANK', KEYS[1], 0, over - 1) end
      return {over, redis.call('ZCOUNT', KEYS[1], '(' .. ARGV[1], '+inf')}
      """;

  private final SessionCounts counts = new SessionCounts();

  private final JedisPool pool;
  private final String name;

  private RedisStore(JedisPool pool, String name) {
    this.pool = pool;
    this.name = name;
  }

  /**
   * Sessions in a Redis; it need not be there yet.
   *
   * @param uri for example {@code redis://user:password@host:6379/0}
   * @param patience how long a request waits for it
   */
  public static RedisStore open(URI uri, Duration patience) {
    GenericObjectPoolConfig<Jedis> config = new JedisPoolConfig();
    config.setMaxTotal(16);
    config.setMaxWait(patience);
    config.setTestOnBorrow(false);
    config.setJmxEnabled(false);
    int millis = (int) Math.clamp(patience.toMillis(), 1, Integer.MAX_VALUE);
    return new RedisStore(
        new JedisPool(config, uri, millis), "redis://" + uri.getHost() + ":" + uri.getPort());
  }

  @Override
  public String name() {
    return name;
  }

  private <T> T ask(Function<Jedis, T> question) throws StoreException {
    try (Jedis jedis = pool.getResource()) {
      return question.apply(jedis);
    } catch (JedisException e) {
      throw new StoreException(Texts.of(e), e);
    }
  }

  private void tell(Consumer<Jedis> order) throws StoreException {
    try (Jedis jedis = pool.getResource()) {
      order.accept(jedis);
    } catch (JedisException e) {
      throw new StoreException(Texts.of(e), e);
    }
  }

  @Override
  public Optional<Stored> load(String key, Instant now) throws StoreException {
    List<String> facts =
        ask(jedis -> jedis.hmget(PREFIX + key, "version", "created", "used", "expires", "content"));
    if (facts.contains(null)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Stored(
              Long.parseLong(facts.get(0)),
              time(facts.get(1)),
              time(facts.get(2)),
              time(facts.get(3)),
              facts.get(4)));
    } catch (NumberFormatException e) {
      throw new StoreException("a session in it is not what was stored", e);
    }
  }

  private static Instant time(String millis) {
    return Instant.ofEpochMilli(Long.parseLong(millis));
  }

  @Override
  public boolean store(String key, Stored next, Trail trail) throws StoreException {
    return rename(key, key, next);
  }

  @Override
  public boolean rename(String before, String after, Stored next) throws StoreException {
    List<String> keys = List.of(PREFIX + before, PREFIX + after, ENDS);
    List<String> facts =
        List.of(
            Long.toString(next.version()),
            Long.toString(next.created().toEpochMilli()),
            Long.toString(next.used().toEpochMilli()),
            Long.toString(next.expires().toEpochMilli()),
            next.values());
    Pair done = pair(ask(jedis -> jedis.eval(STORE, keys, facts)));
    counts.expire(done.second());
    if (done.first() == 1 && next.version() == 1) {
      counts.begin();
    }
    return done.first() == 1;
  }

  @Override
  public void touch(String key, Instant used, Instant expires) throws StoreException {
    List<String> facts =
        List.of(Long.toString(used.toEpochMilli()), Long.toString(expires.toEpochMilli()));
    tell(jedis -> jedis.eval(TOUCH, List.of(PREFIX + key, ENDS), facts));
  }

  @Override
  public void remove(String key) throws StoreException {
    Object there = ask(jedis -> jedis.eval(REMOVE, List.of(PREFIX + key, ENDS), List.of()));
    counts.end(Long.valueOf(1).equals(there) ? 1 : 0);
  }

  @Override
  public long held(Instant now) throws StoreException {
    List<String> facts = List.of(Long.toString(now.toEpochMilli()));
    Pair its = pair(ask(jedis -> jedis.eval(HELD, List.of(ENDS), facts)));
    counts.expire(its.first());
    return its.second();
  }

  @Override
  public SessionCounts counts() {
    return counts;
  }

  private record Pair(long first, long second) {}

  private static Pair pair(Object answer) throws StoreException {
    if (answer instanceof List<?> both
        && both.size() == 2
        && both.get(0) instanceof Long first
        && both.get(1) instanceof Long second) {
      return new Pair(first, second);
    }
    throw new StoreException("it answered with what was not asked for", new IOException());
  }

  @Override
  public void close() {
    pool.close();
  }
}
