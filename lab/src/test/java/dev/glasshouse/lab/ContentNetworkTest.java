package dev.glasshouse.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.Resolver;
import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.client.ClientOptions;
import dev.glasshouse.http.client.Destination;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsClient;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes at several places: who is led to which, and what a purge at one of them does to all. */
@Timeout(300)
class ContentNetworkTest {
  private static final long PATIENCE = Duration.ofSeconds(60).toNanos();

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  @AfterEach
  void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private <T extends AutoCloseable> T opened(T it) {
    open.push(it);
    return it;
  }

  /** A client at a place, which keeps nothing. */
  private HttpClient client(Place place) {
    Network system = opened(OsNetwork.open(1));
    BuiltInInternet internet = opened(BuiltInInternet.over(system).at(place));
    var resolver =
        new Resolver(Resolver.Parts.system(internet.network().nameTransport()).with(internet));
    TlsClient tls = opened(new TlsClient(TlsOptions.DEFAULT));
    return opened(
        HttpClient.over(
            new Dialer(internet.network(), resolver, tls),
            dev.glasshouse.http.Limits.CLIENT,
            ClientOptions.DEFAULT.with(Optional.empty())));
  }

  private static Request request(Method method, String host, Body body) {
    Request to = Request.to(method, Url.parse("http://" + host + "/css/site.css"));
    return new Request(
        method,
        to.scheme(),
        to.authority(),
        to.target(),
        HttpVersion.HTTP_1_1,
        to.fields(),
        body,
        to.peer());
  }

  /** What Cache-Status says where a host's server is asked for a file under a name. */
  private static String visit(HttpClient client, String server, String name) throws IOException {
    try (Response answer =
        client.send(
            request(Method.GET, name, Body.NONE),
            Destination.of(Url.parse("http://" + server + "/")),
            Aside.NONE)) {
      assertThat(answer.status()).isEqualTo(Status.OK);
      try (BodyStream body = answer.body().open()) {
        assertThat(body.readAllBytes()).isNotEmpty();
      }
      return answer.fields().first("Cache-Status").orElse("");
    }
  }

  private static String visit(HttpClient client, String name) throws IOException {
    return visit(client, name, name);
  }

  /** Storing an answer may end a little after a client has it. */
  private static void visitedUntil(HttpClient client, String server, String name, String status)
      throws IOException {
    long until = System.nanoTime() + PATIENCE;
    String said = visit(client, server, name);
    while (!said.contains(status)) {
      assertThat(System.nanoTime()).as(said).isLessThan(until);
      said = visit(client, server, name);
    }
  }

  @Test
  void theSameNameLeadsFromTwoPlacesToTwoNodes() throws Exception {
    HttpClient asia = client(Place.ASIA);
    assertThat(visit(asia, ContentNames.BY_NAME)).contains("asia; fwd=uri-miss");
    visitedUntil(asia, ContentNames.BY_NAME, ContentNames.BY_NAME, "asia; hit");
    assertThat(visit(client(Place.US), ContentNames.BY_NAME)).contains("us; fwd=uri-miss");
  }

  @Test
  void oneAddressLeadsToTheNearestNode() throws Exception {
    HttpClient africa = client(Place.AFRICA);
    assertThat(visit(africa, ContentNames.BY_WAY)).contains("eu; fwd=uri-miss");
    assertThat(visit(africa, ContentNames.BY_NAME)).contains("eu;");
    assertThat(visit(client(Place.US), ContentNames.BY_WAY)).contains("us; fwd=uri-miss");
  }

  @Test
  void aPurgeAtOneNodeEmptiesAll() throws Exception {
    HttpClient client = client(Place.EU);
    // The nodes start when a name of theirs is asked for.
    visitedUntil(client, ContentNames.BY_NAME, ContentNames.BY_NAME, "eu; hit");
    for (Place place : ContentNames.PLACES) {
      String node = ContentNames.address(place).getHostAddress();
      visitedUntil(client, node, ContentNames.BY_NAME, place.word() + "; hit");
    }
    String one = ContentNames.own(Place.US);
    Request order =
        request(Method.POST, one, Body.of("all\n")).with("Authorization", "Bearer glasshouse");
    try (Response answer =
        client.send(order, Destination.of(Url.parse("http://" + one + "/")), Aside.NONE)) {
      assertThat(answer.status()).isEqualTo(Status.OK);
    }
    for (Place place : ContentNames.PLACES) {
      String node = ContentNames.address(place).getHostAddress();
      visitedUntil(client, node, ContentNames.BY_NAME, place.word() + "; fwd=");
    }
  }
}
