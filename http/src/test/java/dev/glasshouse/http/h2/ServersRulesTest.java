package dev.glasshouse.http.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.client.ClientFixture;
import dev.glasshouse.http.client.ClientOptions;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Step;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.url.Url;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server's settings allow a client, as its pool and its sessions heed it. */
@Timeout(60)
class ServersRulesTest {
  private static final int STREAMS = 3;
  private static final int SECTION = 6;

  private final OsNetwork network = OsNetwork.open(1);
  private final Recorder recorder = Recorder.start();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    network.close();
    threads.shutdownNow();
  }

  private HttpClient client() {
    return HttpClient.over(
        ClientFixture.dialer(network),
        Limits.CLIENT,
        ClientOptions.DEFAULT.with(VersionDemand.HTTP_2));
  }

  private Response get(HttpClient client, Scripted server, String path, String... fields)
      throws Exception {
    Request request = Request.get(Url.parse("http://127.0.0.1:" + server.port() + path));
    for (int i = 0; i < fields.length; i += 2) {
      request = request.with(fields[i], fields[i + 1]);
    }
    return client.send(request, Priority.HIGH, recorder.trail());
  }

  private <S extends Step> List<S> steps(Class<S> kind) {
    return recorder.journey().entries().stream()
        .map(one -> one.step())
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  @Test
  void moreStreamsThatTheServerAllowsLaterAreUsedAtOnce() throws Exception {
    var waits = new CountDownLatch(1);
    try (var client = client();
        var server =
            new Scripted(
                peer -> {
                  peer.await(RawEnd.HEADERS, 1);
                  peer.headers(1, false, ":status", "200");
                  waits.await();
                  peer.settings(STREAMS, 2);
                  peer.await(RawEnd.HEADERS, 3);
                  peer.headers(3, true, ":status", "204");
                  peer.data(1, true, "whole");
                },
                STREAMS,
                1)) {
      Response first = get(client, server, "/");
      Future<Response> second = threads.submit(() -> get(client, server, "/second"));
      awaitWaiting(client);
      waits.countDown();
      assertThat(second.get().status())
          .as("while the first is under way")
          .isEqualTo(Status.NO_CONTENT);
      try (BodyStream body = first.body().open()) {
        assertThat(body.readAllBytes()).hasSize(5);
      }
      client.close();
      server.well();
    }
  }

  @Test
  void aStreamThatIsResetMakesRoomBeforeItsReaderSeesIt() throws Exception {
    var waits = new CountDownLatch(1);
    try (var client = client();
        var server =
            new Scripted(
                peer -> {
                  peer.await(RawEnd.HEADERS, 1);
                  peer.headers(1, false, ":status", "200");
                  waits.await();
                  peer.frame(RawEnd.RST_STREAM, 0, 1, RawEnd.number(2));
                  peer.await(RawEnd.HEADERS, 3);
                  peer.headers(3, true, ":status", "204");
                },
                STREAMS,
                1)) {
      Response first = get(client, server, "/");
      Future<Response> second = threads.submit(() -> get(client, server, "/second"));
      awaitWaiting(client);
      waits.countDown();
      assertThat(second.get().status()).isEqualTo(Status.NO_CONTENT);
      try (BodyStream body = first.body().open()) {
        assertThatThrownBy(body::readAllBytes).hasMessageContaining("INTERNAL_ERROR");
      }
      client.close();
      server.well();
    }
  }

  /** Waits until a request has no place. */
  private static void awaitWaiting(HttpClient client) throws InterruptedException {
    while (client.waiting() == 0) {
      Thread.sleep(1);
    }
  }

  @Test
  void aRequestThatTheServerWouldNotReadIsNotSent() throws Exception {
    try (var client = client();
        var server =
            new Scripted(
                peer -> {
                  RawEnd.Frame first = peer.await(RawEnd.HEADERS);
                  assertThat(peer.decode(first).path().toString()).isEqualTo("/");
                  peer.headers(first.stream(), true, ":status", "204");
                  RawEnd.Frame second = peer.await(RawEnd.HEADERS);
                  assertThat(peer.decode(second).path().toString()).isEqualTo("/small");
                  peer.headers(second.stream(), true, ":status", "204");
                },
                SECTION,
                4000)) {
      assertThat(get(client, server, "/").status()).isEqualTo(Status.NO_CONTENT);
      assertThatThrownBy(() -> get(client, server, "/large", "X-Large", "x".repeat(4000)))
          .isInstanceOf(LimitException.class)
          .hasMessageContaining("at most 4000 bytes")
          .hasMessageContaining("RFC 9113 6.5.2");
      assertThat(get(client, server, "/small").status())
          .as("on the same connection")
          .isEqualTo(Status.NO_CONTENT);
      client.close();
      server.well();
    }
    assertThat(steps(JourneyStep.LimitReached.class))
        .extracting(JourneyStep.LimitReached::limit)
        .containsExactly("SETTINGS_MAX_HEADER_LIST_SIZE");
  }
}
