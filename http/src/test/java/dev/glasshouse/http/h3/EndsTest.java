package dev.glasshouse.http.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Generated;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.ConnectionStep;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.QuicStep;
import dev.glasshouse.journey.StreamStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.CertificateProblem;
import dev.glasshouse.net.DialException;
import dev.glasshouse.net.Limits;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.net.TlsServer;
import dev.glasshouse.net.quic.QuicOptions;
import dev.glasshouse.net.quic.QuicServer;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How connections and streams do not come about, and how they end. */
@Timeout(60)
class EndsTest {
  @TempDir private Path folder;

  private static Response answer(Request request) {
    return request.target().equals("/large")
        ? Response.of(Status.OK).with(Body.streaming(new Generated(50_000_000)))
        : Response.text(Status.OK, request.target());
  }

  /** The same judge as for TLS over TCP. */
  @Test
  void aWrongCertificateIsRefused() throws Exception {
    try (var server = new Server(EndsTest::answer);
        var strict = new Client(TlsOptions.DEFAULT);
        var other = new Client(server.trusting(folder));
        var lax = new Client(TlsOptions.DEFAULT.insecure())) {
      assertThatExceptionOfType(DialException.BadCertificate.class)
          .isThrownBy(() -> strict.dial(Authority.NAME, server.port()))
          .satisfies(e ->
              assertThat(e.problem().kind()).isEqualTo(CertificateProblem.Kind.UNKNOWN_ISSUER));
      assertThatExceptionOfType(DialException.BadCertificate.class)
          .isThrownBy(() -> other.dial("other.test", server.port()))
          .satisfies(
              e -> assertThat(e.problem().kind()).isEqualTo(CertificateProblem.Kind.WRONG_NAME));
      Http3Session session = lax.session(Authority.NAME, server.port());
      assertThat(Client.text(lax.send(session, Request.get(server.url("/a"))))).isEqualTo("/a");
      assertThat(lax.steps(ConnectionStep.TlsShaken.class).getFirst().ignored()).isNotEmpty();
      assertThat(lax.steps(ConnectionStep.TlsShaken.class).getFirst().checked()).isFalse();
    }
  }

  /** It is told by the server's own words, and not by the end of a connection that never stood. */
  @Test
  void aServerThatEndsTheHandshakeIsHeard() throws Exception {
    var authority = new Authority();
    List<String> others = List.of("other");
    try (OsNetwork network = OsNetwork.open(1);
        TlsServer tls = TlsServer.pem(authority.chain(), authority.key(), others);
        QuicServer server =
            QuicServer.listen(
                network,
                new InetSocketAddress(Client.LOOPBACK, 0),
                tls,
                others,
                QuicOptions.DEFAULT,
                Limits.DEFAULT,
                100,
                _ -> {},
                Trail.OFF);
        var our =
            new Client(
                new TlsOptions(TlsOptions.Verification.STRICT, List.of(authority.root(folder))))) {
      assertThatExceptionOfType(DialException.TlsBroken.class)
          .isThrownBy(() -> our.dial(Authority.NAME, server.address().getPort()))
          .withMessageContaining("CRYPTO_ERROR (TLS alert no_application_protocol)");
      assertThat(our.steps(QuicStep.QuicAttempted.class).getFirst().outcome())
          .isEqualTo(
              "failed: CRYPTO_ERROR (TLS alert no_application_protocol), said by the server");
    }
  }

  /** A response that is given up is cancelled alone. */
  @Test
  void aStreamIsCancelled() throws Exception {
    try (var server = new Server(EndsTest::answer);
        var our = new Client(server.trusting(folder))) {
      Http3Session session = our.session(Authority.NAME, server.port());
      try (InputStream body = our.send(session, Request.get(server.url("/large"))).body().open()) {
        assertThat(body.read()).isNotNegative();
      }
      assertThat(our.await(StreamStep.StreamReset.class).code()).isEqualTo("H3_REQUEST_CANCELLED");
      assertThat(Client.text(our.send(session, Request.get(server.url("/a"))))).isEqualTo("/a");
    }
  }

  /** A request that was whole is noticed to be unwanted with the answer only: see the decisions. */
  @Test
  void aHandlerIsToldThatItsClientHasGone() throws Exception {
    var asked = new CountDownLatch(1);
    var told = new CountDownLatch(1);
    Handler handler =
        Handler.talkative((request, aside) -> {
          aside.whenGone(told::countDown);
          asked.countDown();
          Client.until(() -> told.getCount() == 0);
          return Response.text(Status.OK, "nobody wants it");
        });
    try (var server = new Server(handler);
        var client = RawClient.open(server.trusting(folder), server.port())) {
      RawClient.Stream stream = client.request(RawClient.get("/"));
      Client.until(() -> asked.getCount() == 0);
      stream.channel.shutdown(0x10c);
      Client.until(() -> told.getCount() == 0);
    }
  }

  /** What is under way is answered, and what comes then is refused so that it may be sent again. */
  @Test
  void aServerThatDrainsLosesNoRequest() throws Exception {
    var asked = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    Handler handler =
        request -> {
          if (request.target().equals("/")) {
            asked.countDown();
            Client.until(() -> go.getCount() == 0);
          }
          return Response.text(Status.OK, "whole");
        };
    try (var server = new Server(handler);
        var client = RawClient.open(server.trusting(folder), server.port())) {
      RawClient.Stream under = client.request(RawClient.get("/")).end();
      Client.until(() -> asked.getCount() == 0);
      server.http.drain();
      // The first of them may come before the server has begun to leave.
      String code = "";
      while (code.isEmpty()) {
        code = client.request(RawClient.get("/late")).end().reset();
      }
      assertThat(code).isEqualTo("H3_REQUEST_REJECTED");
      go.countDown();
      assertThat(new String(under.answer(), StandardCharsets.ISO_8859_1)).endsWith("whole");
      assertThat(client.ended()).isNotNull();
    }
  }

  /** A server that closes says GOAWAY first; the session takes nothing more. */
  @Test
  void theServerGoesAway() throws Exception {
    try (var server = new Server(EndsTest::answer);
        var our = new Client(server.trusting(folder))) {
      Http3Session session = our.session(Authority.NAME, server.port());
      assertThat(Client.text(our.send(session, Request.get(server.url("/a"))))).isEqualTo("/a");
      server.http.close();
      assertThat(our.await(QuicStep.QuicEnded.class).code()).isEqualTo("H3_NO_ERROR");
      assertThat(our.steps(StreamStep.GoingAway.class)).hasSize(1);
      assertThat(session.room()).isZero();
      assertThatExceptionOfType(HttpException.class)
          .isThrownBy(() -> our.send(session, Request.get(server.url("/b"))));
    }
  }

  /** An error of our own on the event loop ends the connection, with its reason. */
  @Test
  void anErrorOfOurOwnIsTold() throws Exception {
    try (var server = new Server(EndsTest::answer);
        var our = new Client(server.trusting(folder))) {
      Http3Session session = our.session(Authority.NAME, server.port());
      BodyStream body = our.send(session, Request.get(server.url("/large"))).body().open();
      session.execute(() -> {
        throw new StackOverflowError("deep");
      });
      assertThatExceptionOfType(HttpException.class)
          .isThrownBy(body::readAllBytes)
          .satisfies(e -> assertThat(e.because().reason()).isEqualTo(HttpReason.OWN_FAULT))
          .withMessageContaining("StackOverflowError");
      assertThat(our.await(QuicStep.QuicEnded.class).code()).isEqualTo("H3_INTERNAL_ERROR");
      assertThat(session.room()).isZero();
    }
  }

  /** A handler that fails with an error has failed, like any other. */
  @Test
  void anErrorOfAHandlersIsAnAnswer() throws Exception {
    try (var server =
            new Server(request -> {
              throw new NoClassDefFoundError("dev/glasshouse/Gone");
            });
        var our = new Client(server.trusting(folder))) {
      Http3Session session = our.session(Authority.NAME, server.port());
      assertThat(our.send(session, Request.get(server.url("/"))).status())
          .isEqualTo(Status.INTERNAL_SERVER_ERROR);
    }
  }
}
