package dev.glasshouse.http.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Generated;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.StreamStep;
import dev.glasshouse.net.DialException;
import dev.glasshouse.net.quic.QuicOptions;
import io.netty.handler.codec.http3.Http3ErrorCode;
import io.netty.handler.codec.quic.QuicStreamType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients may do to keep a server busy, and where its patience ends. */
@Timeout(180)
class AttackTest {
  @TempDir private Path folder;
  private final CountDownLatch enough = new CountDownLatch(1);

  @AfterEach
  void close() {
    enough.countDown();
  }

  private Response handle(Request request) throws IOException {
    switch (request.target()) {
      case "/waits" -> {
        try {
          enough.await();
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
        }
      }
      case "/large" -> {
        return Response.of(Status.OK).with(Body.streaming(new Generated(50_000_000)));
      }
      default -> request.body().open().readAllBytes();
    }
    return Response.text(Status.OK, request.target());
  }

  private Server server(Limits limits) throws Exception {
    return new Server(
        this::handle, QuicOptions.DEFAULT, limits, dev.glasshouse.net.Limits.DEFAULT, 1);
  }

  private static Limits patience(Duration head, Duration idle) {
    Limits.Times usual = Limits.SERVER.times();
    return Limits.SERVER.with(
        new Limits.Times(
            usual.slot(),
            usual.continueWait(),
            usual.firstByte(),
            head,
            idle,
            usual.total(),
            usual.keepAlive()));
  }

  private void isCutOff(Server server, RawClient client, String limit) {
    assertThat(client.ended().code()).isEqualTo("H3_EXCESSIVE_LOAD");
    assertThat(server.steps(JourneyStep.LimitReached.class))
        .extracting(JourneyStep.LimitReached::limit)
        .contains(limit);
    Client.until(() -> server.http.connections() == 0);
  }

  /** Waits for room for one more stream; false when the connection has ended. */
  private static boolean room(RawClient client) {
    Client.until(() ->
        !client.connection.isOpen()
            || client.connection.channel().peerAllowedStreams(QuicStreamType.BIDIRECTIONAL) > 0);
    return client.connection.isOpen();
  }

  /** Requests that are begun and cancelled at once (CVE-2023-44487). */
  @Test
  void rapidReset() throws Exception {
    try (var server = server(Limits.SERVER);
        var client = RawClient.open(server.trusting(folder), server.port())) {
      for (int i = 0; i < 10 * Limits.SERVER.multiplex().resets() && room(client); i++) {
        try {
          RawClient.Stream one = client.request(RawClient.get("/waits"));
          one.channel.shutdownOutput((int) Http3ErrorCode.H3_REQUEST_CANCELLED.code());
          one.channel.shutdownInput((int) Http3ErrorCode.H3_REQUEST_CANCELLED.code());
        } catch (IOException _) {
          // It was cut off in the meantime.
        }
        enough.countDown();
      }
      isCutOff(server, client, "multiplex.resets");
    }
  }

  /** Requests that we have to refuse, one after the other (CVE-2025-8671). */
  @Test
  void madeYouReset() throws Exception {
    try (var server = server(Limits.SERVER);
        var client = RawClient.open(server.trusting(folder), server.port())) {
      for (int i = 0; i < 10 * Limits.SERVER.multiplex().faults() && room(client); i++) {
        try {
          client.request(RawClient.head(":method", "GET")).end();
        } catch (IOException _) {
          // It was cut off in the meantime.
        }
      }
      isCutOff(server, client, "multiplex.faults");
    }
  }

  private static byte[] times(int count, byte[] frame) {
    var all = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      all.writeBytes(frame);
    }
    return all.toByteArray();
  }

  @Test
  void emptyData() throws Exception {
    try (var server = server(Limits.SERVER);
        var client = RawClient.open(server.trusting(folder), server.port())) {
      int most = Limits.SERVER.multiplex().control();
      client.request(RawClient.get("/"), times(most + 100, RawClient.data("")));
      isCutOff(server, client, "multiplex.control");
    }
  }

  @Test
  void unknownFramesOnARequest() throws Exception {
    try (var server = server(Limits.SERVER);
        var client = RawClient.open(server.trusting(folder), server.port())) {
      int most = Limits.SERVER.multiplex().control();
      client.request(RawClient.get("/"), times(most + 100, RawClient.frame(0x40)));
      isCutOff(server, client, "multiplex.control");
    }
  }

  @Test
  void unknownFramesOnTheControlStream() throws Exception {
    try (var server = server(Limits.SERVER);
        var client = RawClient.silent(server.trusting(folder), server.port())) {
      int most = Limits.SERVER.multiplex().control();
      client.control(RawClient.frame(RawClient.SETTINGS), times(most + 100, RawClient.frame(0x40)));
      isCutOff(server, client, "multiplex.control");
    }
  }

  @Test
  void priorityUpdates() throws Exception {
    try (var server = server(Limits.SERVER);
        var client = RawClient.silent(server.trusting(folder), server.port())) {
      int most = Limits.SERVER.multiplex().control();
      byte[] update = RawClient.frame(0xF0700, (byte) 0, (byte) 'i');
      client.control(RawClient.frame(RawClient.SETTINGS), times(most + 100, update));
      isCutOff(server, client, "multiplex.control");
    }
  }

  /** A head that does not come to its end. */
  @Test
  void aSlowHead() throws Exception {
    try (var server = server(patience(Duration.ofMillis(300), Duration.ofSeconds(60)));
        var client = RawClient.open(server.trusting(folder), server.port())) {
      byte[] whole = RawClient.get("/");
      RawClient.Stream slow = client.request(java.util.Arrays.copyOf(whole, 20));
      assertThat(slow.reset()).isEqualTo("H3_REQUEST_INCOMPLETE");
      assertThat(client.connection.isOpen()).isTrue();
    }
  }

  /** Content that does not come to its end. */
  @Test
  void aSlowBody() throws Exception {
    try (var server = server(patience(Duration.ofSeconds(60), Duration.ofMillis(300)));
        var client = RawClient.open(server.trusting(folder), server.port())) {
      RawClient.Stream slow =
          client.request(RawClient.get("/", "content-length", "9"), RawClient.data("abc"));
      assertThat(slow.reset()).isEqualTo("H3_REQUEST_CANCELLED");
      assertThat(client.connection.isOpen()).isTrue();
    }
  }

  /** A client that takes nothing of its answer. */
  @Test
  void aWindowThatIsNotOpened() throws Exception {
    // So long that the head is read before the reset comes, which leaves nothing to read.
    try (var server = server(patience(Duration.ofSeconds(60), Duration.ofSeconds(3)));
        var our = Client.withWindow(server.trusting(folder), 64 * 1024)) {
      Http3Session session = our.session(Authority.NAME, server.port());
      try (InputStream body = our.send(session, Request.get(server.url("/large"))).body().open()) {
        assertThat(server.await(StreamStep.StreamReset.class).by()).isEqualTo("us");
        assertThatExceptionOfType(IOException.class).isThrownBy(body::readAllBytes);
      }
    }
  }

  /** More connections than the server holds. */
  @Test
  void moreConnectionsThanTheServerHolds() throws Exception {
    Limits.Pool usual = Limits.SERVER.pool();
    var two =
        new Limits.Pool(
            usual.perOrigin(),
            usual.overtakes(),
            usual.attempts(),
            usual.exchanges(),
            2,
            usual.total(),
            usual.origins());
    try (var server = server(Limits.SERVER.with(two));
        var our = new Client(server.trusting(folder))) {
      Http3Session first = our.session(Authority.NAME, server.port());
      Http3Session second = our.session(Authority.NAME, server.port());
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> answer(our, server))
          .isInstanceOfAny(DialException.class, HttpException.class);
      assertThat(Client.text(our.send(first, Request.get(server.url("/a"))))).isEqualTo("/a");
      second.abort();
      Client.until(() -> server.http.quic().orElseThrow().connections().size() == 1);
      assertThat(answer(our, server)).isEqualTo("/b");
    }
  }

  private static String answer(Client our, Server server) throws IOException {
    Http3Session session = our.session(Authority.NAME, server.port());
    return Client.text(our.send(session, Request.get(server.url("/b"))));
  }
}
