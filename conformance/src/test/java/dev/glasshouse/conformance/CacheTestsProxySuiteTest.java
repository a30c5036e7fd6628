package dev.glasshouse.conformance;

import dev.glasshouse.dns.Addresses;
import dev.glasshouse.dns.Family;
import dev.glasshouse.edge.cache.CacheOptions;
import dev.glasshouse.edge.cache.SharedCache;
import dev.glasshouse.edge.proxy.HttpOrigin;
import dev.glasshouse.edge.proxy.ProxyOptions;
import dev.glasshouse.edge.proxy.ReverseProxy;
import dev.glasshouse.edge.proxy.ServerOptions;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsClient;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The public suite of HTTP caching through the edge: its own client before it, its own server
 * behind it, its own judge. Tests that only ask how a cache behaves ("check") do not count by
 * themselves.
 */
class CacheTestsProxySuiteTest {
  /** Runs the suite's client against a base URL, and prints what its judge says of each test. */
  private static final String RUN =
      """
      import { runTests, getResults } from './test-engine/client/runner.mjs'
      import { determineTestResult, resultTypes } from './test-engine/lib/results.mjs'
      import tests from './tests/index.mjs'
      await runTests(tests, false, process.env.BASE)
      const results = getResults()
      const told = {}
      for (const suite of tests) for (const test of suite.tests) {
        if (test.browser_only === true) continue
        const verdict = determineTestResult(tests, test.id, results)
        const name = Object.keys(resultTypes).find(each => resultTypes[each] === verdict)
        told[test.id] = { kind: test.kind ?? 'required', verdict: name, why: String(results[test.id]) }
      }
      process.stdout.write('\\nJUDGED ' + JSON.stringify(told), () => process.exit(0))
      """;

  @Test
  @Timeout(600)
  void proxy() throws Exception {
    Suite required = Suite.named("cache-tests-proxy-required");
    Suite optimal = Suite.named("cache-tests-proxy-optimal");
    Path folder = CacheTestServer.folder(required);
    JsonNode told = run(folder);
    told.properties()
        .forEach(each -> {
          String id = each.getKey();
          String why = each.getValue().path("why").asString();
          if (why.contains("'undici'")) {
            // The suite's client of interim responses is a package of its own, not installed here.
            return;
          }
          String verdict = each.getValue().path("verdict").asString();
          Suite.Check check =
              () -> {
                if (!verdict.equals("pass")) {
                  throw new AssertionError(verdict + ": " + why);
                }
              };
          switch (each.getValue().path("kind").asString()) {
            case "required" -> required.check(id, check);
            case "optimal" -> optimal.check(id, check);
            default -> {}
          }
        });
    required.finish();
    optimal.finish();
  }

  private static JsonNode run(Path folder) throws Exception {
    try (var network = OsNetwork.open(1);
        var server = CacheTestServer.start(folder);
        var cache =
            SharedCache.before(
                new HttpOrigin(client(network), Url.parse(server.base()), ServerOptions.USUAL),
                // The suite asks how a cache keeps what says nothing of its lifetime: as the RFC
                // has it, so nothing is given one here.
                CacheOptions.named("edge").keeping(Duration.ZERO, Duration.ZERO),
                InstantSource.system());
        HttpServer edge =
            HttpServer.listen(
                network,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Optional.empty(),
                new ReverseProxy(cache, ProxyOptions.USUAL),
                Limits.SERVER,
                Trail.OFF)) {
      return judged(folder, "http://127.0.0.1:" + edge.address().getPort());
    }
  }

  private static JsonNode judged(Path folder, String base)
      throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder("node", "--no-warnings", "--input-type=module", "-e", RUN)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("BASE", base);
    Process node = builder.start();
    try {
      byte[] json = node.getInputStream().readAllBytes();
      if (node.waitFor() != 0) {
        throw new IOException("the suite's client failed");
      }
      String text = new String(json, StandardCharsets.UTF_8);
      return JsonMapper.shared().readTree(text.substring(text.lastIndexOf("JUDGED ") + 7));
    } finally {
      node.destroyForcibly();
    }
  }

  private static HttpClient client(OsNetwork network) {
    var dialer =
        new Dialer(
            network,
            (host, _, _, arrivals) -> {
              List<InetAddress> here = List.of(InetAddress.getLoopbackAddress());
              arrivals.arrived(Family.of(here.getFirst()), here);
              return new Addresses(host, host, here, "test", Duration.ZERO);
            },
            new TlsClient(TlsOptions.DEFAULT));
    return HttpClient.over(dialer);
  }
}
