package dev.glasshouse.edge.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.serve.AddressRange;
import dev.glasshouse.edge.balance.HashKey;
import dev.glasshouse.edge.balance.PoolOptions;
import dev.glasshouse.edge.balance.Rule;
import dev.glasshouse.edge.balance.ServerSpec;
import dev.glasshouse.edge.proxy.Chain;
import dev.glasshouse.edge.proxy.ProxyOptions;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Choosing by the client that stands behind another proxy of the same operator. */
@Timeout(120)
class TrustedPlaceTest {
  private final Chain chain = new Chain();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    chain.close();
  }

  private ServerSpec server(String name) throws IOException {
    return ServerSpec.of(chain.server(_ -> Response.text(Status.OK, name)));
  }

  private Url edge(
      List<ServerSpec> servers, List<EdgeSettings.Place> places, PoolOptions pool, String trusted)
      throws IOException {
    EdgeSettings usual = EdgeSettings.of("shop", servers);
    Edge edge =
        Edge.open(
            new EdgeSettings(
                usual.name(),
                servers,
                places,
                Optional.empty(),
                pool,
                Optional.empty(),
                usual.server(),
                ProxyOptions.USUAL.trusting(List.of(AddressRange.of(trusted))),
                usual.version(),
                usual.tls(),
                usual.waits(),
                List.of(),
                usual.connections()),
            chain.network,
            (_, _, _, _) -> {
              throw new IllegalStateException("no names here");
            },
            _ -> {});
    open.add(edge);
    return chain.server(edge.handler());
  }

  private String ask(VersionDemand version, Url edge, Method method, String client)
      throws IOException {
    Request request = Request.to(method, edge).with("X-Forwarded-For", client);
    request = method.equals(Method.POST) ? request.with(Body.of(new byte[9])) : request;
    try (Response answer = chain.ask(version, request)) {
      return Chain.text(answer);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = VersionDemand.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void thePlaceIsThatOfTheClientWhosePeerIsTrusted(VersionDemand version) throws Exception {
    var places =
        List.of(new EdgeSettings.Place(AddressRange.of("203.0.113.0/24"), List.of(server("near"))));
    Url trusting = edge(List.of(server("far")), places, PoolOptions.USUAL, "127.0.0.0/8");
    for (Method method : List.of(Method.GET, Method.POST, Method.GET)) {
      assertThat(ask(version, trusting, method, "203.0.113.9")).isEqualTo("near");
      assertThat(ask(version, trusting, method, "203.0.113.9, 192.0.2.1")).isEqualTo("far");
    }
    Url alone = edge(List.of(server("far")), places, PoolOptions.USUAL, "10.0.0.0/8");
    assertThat(ask(version, alone, Method.GET, "203.0.113.9")).isEqualTo("far");
  }

  @Test
  void theKeyIsTheClientWhosePeerIsTrusted() throws Exception {
    var servers = List.of(server("a"), server("b"), server("c"));
    PoolOptions hashed = PoolOptions.USUAL.by(Rule.CONSISTENT_HASH).by(new HashKey.Client());
    Url edge = edge(servers, List.of(), hashed, "127.0.0.0/8");
    Map<String, String> first = new HashMap<>();
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 32; i++) {
        String client = "198.51.100." + i;
        String server = ask(VersionDemand.HTTP_1_1, edge, Method.GET, client);
        assertThat(first.putIfAbsent(client, server)).isIn(null, server);
      }
    }
    // By the peer alone, all of them would be one client.
    assertThat(first.values()).contains("a", "b", "c");
  }
}
