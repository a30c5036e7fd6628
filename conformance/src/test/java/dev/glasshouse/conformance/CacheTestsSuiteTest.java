package dev.glasshouse.conformance;

import dev.glasshouse.dns.Addresses;
import dev.glasshouse.dns.Family;
import dev.glasshouse.fetch.Fetcher;
import dev.glasshouse.http.cache.CacheLimits;
import dev.glasshouse.http.cache.HttpCache;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsClient;
import dev.glasshouse.net.TlsOptions;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The public suite of HTTP caching in browser mode. A test counts as passed when it, and every test
 * that it depends on, passes; those that only ask how a cache behaves ("check") do not count by
 * themselves.
 */
class CacheTestsSuiteTest {
  private static final int AT_ONCE = 60;

  private final Map<String, JsonNode> tests = new LinkedHashMap<>();
  private final Map<String, Optional<Throwable>> results = new ConcurrentHashMap<>();

  @TempDir private Path profile;

  @Test
  @Timeout(600)
  void browser() throws Exception {
    Suite required = Suite.named("cache-tests-browser-required");
    Suite optimal = Suite.named("cache-tests-browser-optimal");
    Path folder = CacheTestServer.folder(required);
    for (JsonNode group : CacheTestServer.tests(folder)) {
      for (JsonNode test : group.get("tests")) {
        if (!test.path("cdn_only").asBoolean(false)
            && !test.path("browser_skip").asBoolean(false)) {
          tests.put(test.get("id").asString(), test);
        }
      }
    }
    runAll(folder);
    tests.forEach((id, test) -> {
      switch (test.path("kind").asString("required")) {
        case "required" -> required.check(id, () -> assertPassed(id));
        case "optimal" -> optimal.check(id, () -> assertPassed(id));
        default -> {}
      }
    });
    required.finish();
    optimal.finish();
  }

  private void runAll(Path folder) throws Exception {
    try (var network = OsNetwork.open(1);
        var server = CacheTestServer.start(folder);
        var fetcher = fetcher(network);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var places = new Semaphore(AT_ONCE);
      List<Future<?>> running = new ArrayList<>();
      tests.forEach((id, test) ->
          running.add(
              threads.submit(() -> {
                places.acquire();
                try {
                  new CacheTestRun(fetcher, server.base(), test).run();
                  results.put(id, Optional.empty());
                } catch (Exception | AssertionError e) {
                  results.put(id, Optional.of(e));
                } finally {
                  places.release();
                }
                return id;
              })));
      for (Future<?> each : running) {
        each.get(300, TimeUnit.SECONDS);
      }
    }
  }

  private Fetcher fetcher(OsNetwork network) {
    var dialer =
        new Dialer(
            network,
            (host, _, _, arrivals) -> {
              List<InetAddress> here = List.of(InetAddress.getLoopbackAddress());
              arrivals.arrived(Family.of(here.getFirst()), here);
              return new Addresses(host, host, here, "test", Duration.ZERO);
            },
            new TlsClient(TlsOptions.DEFAULT));
    return Fetcher.over(HttpClient.over(dialer))
        .with(HttpCache.in(profile, CacheLimits.DEFAULT, InstantSource.system()));
  }

  private void assertPassed(String id) throws Exception {
    for (String on : dependencies(id)) {
      if (!passes(on)) {
        throw new AssertionError("depends on " + on + ", which does not pass");
      }
    }
    Optional<Throwable> failure = results.getOrDefault(id, Optional.empty());
    if (failure.isPresent() && failure.get() instanceof Exception e) {
      throw e;
    }
    if (failure.isPresent() && failure.get() instanceof AssertionError e) {
      throw e;
    }
  }

  private List<String> dependencies(String id) {
    var all = new ArrayList<String>();
    Optional.ofNullable(tests.get(id))
        .ifPresent(test -> test.path("depends_on").forEach(on -> all.add(on.asString())));
    return all;
  }

  private boolean passes(String id) {
    return results.containsKey(id)
        && results.getOrDefault(id, Optional.empty()).isEmpty()
        && dependencies(id).stream().allMatch(this::passes);
  }
}
