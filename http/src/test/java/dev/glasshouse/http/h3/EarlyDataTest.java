package dev.glasshouse.http.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.wire.PseudoFields;
import dev.glasshouse.http.wire.StreamExchange;
import dev.glasshouse.http.wire.Urgency;
import dev.glasshouse.journey.QuicReason;
import dev.glasshouse.journey.QuicStep;
import dev.glasshouse.net.DialException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests before the handshake, on both ends (RFC 8470, RFC 9001 4.6). */
@Timeout(120)
class EarlyDataTest {
  @TempDir private Path folder;
  private final AtomicInteger handled = new AtomicInteger();

  private Response handle(Request request) {
    handled.incrementAndGet();
    return Response.text(
        Status.OK, request.method() + " " + request.fields().first("Early-Data").orElse("after"));
  }

  private static <T> CompletableFuture<T> beside(Callable<T> task) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return task.call();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    });
  }

  /** A session whose handshake does not come to its end before the forwarder lets go. */
  private static Http3Session early(Client our, Forwarder between, Server server) throws Exception {
    Http3Session first = our.session(Authority.NAME, between.port());
    Client.text(our.send(first, Request.get(server.url("/ticket"))));
    first.close();
    Client.until(() -> server.http.connections() == 0);
    between.recorded().clear();
    between.hold();
    Http3Session second = our.session(Authority.NAME, between.port());
    assertThat(second.connection().isEarly()).isTrue();
    return second;
  }

  @Test
  void safeRequestsAreAnsweredBeforeTheHandshake() throws Exception {
    try (var server = new Server(this::handle);
        var between = new Forwarder(server.address());
        var our = new Client(server.trusting(folder))) {
      Http3Session session = early(our, between, server);
      var answer = beside(() -> Client.text(our.send(session, Request.get(server.url("/")))));
      assertThat(server.await(QuicStep.EarlyDataJudged.class).verdict()).isEqualTo("answered");
      assertThat(session.connection().isEstablished()).isFalse();
      between.release();
      assertThat(answer.get()).isEqualTo("GET 1");
    }
  }

  @Test
  void whatIsNotSafeWaits() throws Exception {
    try (var server = new Server(this::handle);
        var between = new Forwarder(server.address());
        var our = new Client(server.trusting(folder))) {
      Http3Session session = early(our, between, server);
      Request post = Request.to(Method.POST, server.url("/")).with(Body.of("x"));
      var answer = beside(() -> Client.text(our.send(session, post)));
      our.await(QuicStep.EarlyDataWithheld.class);
      assertThat(handled.get()).isEqualTo(1);
      between.release();
      assertThat(answer.get()).isEqualTo("POST after");
      assertThat(server.steps(QuicStep.EarlyDataJudged.class)).isEmpty();
    }
  }

  /** A client that sends what it should not gets 425. */
  @Test
  void theServerRefusesWhatIsNotSafe() throws Exception {
    try (var server = new Server(this::handle);
        var between = new Forwarder(server.address());
        var our = new Client(server.trusting(folder))) {
      Http3Session session = early(our, between, server);
      Request post = Request.to(Method.POST, server.url("/"));
      session.take();
      var exchange =
          new StreamExchange(
              new Http3Stream(session, post.method(), Urgency.DEFAULT, our.recorder.trail()),
              post,
              PseudoFields.of(post),
              our.limits,
              our.recorder.trail());
      var answer = beside(() -> exchange.run(_ -> {}).status());
      assertThat(server.await(QuicStep.EarlyDataJudged.class).verdict()).isEqualTo("refused");
      between.release();
      assertThat(answer.get()).isEqualTo(Status.TOO_EARLY);
      assertThat(handled.get()).isEqualTo(1);
    }
  }

  /**
   * The first of two addresses has nobody. What is sent there is refused by the kernel, but only
   * once it was sent: a session that is at hand must not make a connection of it.
   */
  @Test
  void earlyDataGoesOnlyWhereTheServerWasSpokenWith() throws Exception {
    InetAddress nobody = InetAddress.ofLiteral("127.0.0.9");
    try (var server = new Server(this::handle);
        var our = new Client(server.trusting(folder))) {
      our.addresses = List.of(nobody, Client.LOOPBACK);
      for (boolean again : new boolean[] {false, true, true}) {
        Http3Session session = our.session(Authority.NAME, server.port());
        assertThat(session.connection().remote().getAddress()).isEqualTo(Client.LOOPBACK);
        assertThat(session.connection().isEarly()).isEqualTo(again);
        assertThat(Client.text(our.send(session, Request.get(server.url("/"))))).startsWith("GET");
        session.close();
        Client.until(() -> server.http.connections() == 0);
      }
      our.addresses = List.of(nobody);
      assertThatExceptionOfType(DialException.class)
          .isThrownBy(() -> our.session(Authority.NAME, server.port()));
    }
  }

  /** 425 to a safe request: it is sent again after the handshake. */
  @Test
  void tooEarlyIsSentAgain() throws Exception {
    try (var server =
            new Server(request ->
                request.fields().has("Early-Data")
                    ? Response.of(Status.TOO_EARLY)
                    : handle(request));
        var between = new Forwarder(server.address());
        var our = new Client(server.trusting(folder))) {
      Http3Session session = early(our, between, server);
      var answer = beside(() -> Client.text(our.send(session, Request.get(server.url("/")))));
      server.await(QuicStep.EarlyDataJudged.class);
      between.release();
      assertThat(answer.get()).isEqualTo("GET after");
      assertThat(our.steps(QuicStep.TooEarly.class)).hasSize(1);
    }
  }

  /**
   * Somebody has recorded the first flight, and sends it again once its connection is gone: it is
   * not acted on before a handshake that never comes.
   *
   * <p>Nothing here depends on one datagram: the close is waited for as long as silence would take
   * to end the connection, and the recording is sent until it was seen.
   */
  @Test
  void aReplayIsNotActedOn() throws Exception {
    try (var server = new Server(this::handle);
        var between = new Forwarder(server.address());
        var our = new Client(server.trusting(folder))) {
      Http3Session session = early(our, between, server);
      var answer = beside(() -> Client.text(our.send(session, Request.get(server.url("/")))));
      server.await(QuicStep.EarlyDataJudged.class);
      List<byte[]> flight = List.copyOf(between.recorded());
      between.release();
      assertThat(answer.get()).isEqualTo("GET 1");
      session.close();
      Client.until(() -> server.http.connections() == 0);
      assertThat(handled).hasValue(2);
      try (var attacker = new DatagramSocket(new InetSocketAddress(Client.LOOPBACK, 0))) {
        Client.until(() -> {
          send(attacker, flight, server.address());
          return server.steps(QuicStep.EarlyDataJudged.class).size() > 1;
        });
      }
      assertThat(server.steps(QuicStep.EarlyDataJudged.class).getLast().verdict())
          .isEqualTo("awaited");
      assertThat(
              server.recorder.journey().entries().stream()
                  .filter(entry -> entry.step() instanceof QuicStep.EarlyDataJudged)
                  .map(entry -> entry.because().reason()))
          .containsExactly(QuicReason.EARLY_SAFE, QuicReason.EARLY_SEEN);
      assertThat(handled).as("the handler was asked once for it").hasValue(2);
    }
  }

  private static void send(DatagramSocket from, List<byte[]> all, InetSocketAddress to) {
    try {
      for (byte[] one : all) {
        from.send(new DatagramPacket(one, one.length, to));
      }
      LockSupport.parkNanos(50_000_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
