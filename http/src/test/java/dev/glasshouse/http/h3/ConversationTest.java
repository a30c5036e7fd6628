package dev.glasshouse.http.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Generated;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.LateAsking;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Prompt;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.ConnectionStep;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.QuicStep;
import dev.glasshouse.journey.StreamStep;
import dev.glasshouse.net.quic.QuicOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/3 from end to end: our client against our server. */
@Timeout(60)
class ConversationTest {
  @TempDir private Path folder;

  private static Response echo(Request request) throws IOException {
    byte[] content = request.body().open().readAllBytes();
    return Response.text(
        Status.OK,
        request.method() + " " + request.url() + " " + request.version() + " " + content.length);
  }

  @Test
  void requestsAndResponses() throws Exception {
    try (var server = new Server(ConversationTest::echo);
        var our = new Client(server.trusting(folder), QuicOptions.DEFAULT, patient())) {
      Http3Session session = our.session(Authority.NAME, server.port());
      String base = "https://" + Authority.NAME + ":" + server.port();
      for (int i = 0; i < 20; i++) {
        Response response = our.send(session, Request.get(server.url("/a?b=" + i)));
        assertThat(response.version()).isEqualTo(HttpVersion.HTTP_3);
        assertThat(Client.text(response)).isEqualTo("GET " + base + "/a?b=" + i + " HTTP/3 0");
      }
      String text = "0123456789".repeat(300_000);
      Response put =
          our.send(
              session,
              Request.to(Method.PUT, server.url("/p"))
                  .with(
                      Body.streaming(
                          new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)))));
      assertThat(Client.text(put)).isEqualTo("PUT " + base + "/p HTTP/3 3000000");
      Response asked =
          our.send(
              session,
              Request.to(Method.POST, server.url("/e"))
                  .with("Expect", "100-continue")
                  .with(Body.of("content")));
      assertThat(Client.text(asked)).isEqualTo("POST " + base + "/e HTTP/3 7");
      assertThat(our.steps(HttpStep.InterimResponse.class)).hasSize(1);
      assertThat(our.steps(StreamStep.PeerSettings.class)).hasSize(1);
      assertThat(our.steps(QuicStep.PathMeasured.class)).isNotEmpty();
      assertThat(our.steps(HttpStep.ProtocolViolated.class)).isEmpty();
      assertThat(server.steps(HttpStep.ProtocolViolated.class)).isEmpty();
    }
  }

  @Test
  void whoAsksForTheBodyBehindTheAnswersHeadIsNotHeard() throws Exception {
    try (var server = new Server(LateAsking::answer);
        var our = new Client(server.trusting(folder), QuicOptions.DEFAULT, patient())) {
      Response late =
          our.send(
              our.session(Authority.NAME, server.port()),
              Request.to(Method.POST, server.url("/"))
                  .with("Expect", "100-continue")
                  .with(Body.of("content")));
      assertThat(Client.text(late)).isEqualTo("late");
      assertThat(our.steps(HttpStep.InterimResponse.class)).isEmpty();
    }
  }

  /** What the handler has at once is answered on the event loop, with no other meaning. */
  @Test
  void answersAtOnce() throws Exception {
    var handler = new Prompt();
    try (var server = new Server(handler);
        var our = new Client(server.trusting(folder), QuicOptions.DEFAULT, patient())) {
      Http3Session session = our.session(Authority.NAME, server.port());
      for (int i = 0; i < 3 * Limits.SERVER.multiplex().streams(); i++) {
        assertThat(Client.text(our.send(session, Request.get(server.url("/now")))))
            .isEqualTo("/now");
      }
      int before = handler.threads.size();
      Response head = our.send(session, Request.to(Method.HEAD, server.url("/now-3")));
      assertThat(head.fields().first("content-length")).hasValue("3");
      assertThat(Client.text(head)).isEmpty();
      for (String target : List.of("/now-0", "/now-100000", "/now-stream", "/then")) {
        String text = Client.text(our.send(session, Request.get(server.url(target))));
        assertThat(text)
            .isEqualTo(
                switch (target) {
                  case "/now-0" -> "";
                  case "/now-100000" -> "x".repeat(100_000);
                  case "/now-stream" -> "s";
                  default -> target;
                });
      }
      assertThat(handler.threads.subList(0, before)).containsOnly("/now loop");
      assertThat(handler.threads.subList(before, handler.threads.size()))
          .containsExactly(
              "/now-3 loop",
              "/now-0 loop",
              "/now-100000 loop",
              "/now-stream loop",
              "/then virtual");
    }
  }

  /** As netstat lists them: a QUIC connection stands beside those of TCP. */
  @Test
  void theTableOfConnectionsHasIt() throws Exception {
    try (var server = new Server(ConversationTest::echo);
        var our = new Client(server.trusting(folder))) {
      Http3Session session = our.session(Authority.NAME, server.port());
      Client.text(our.send(session, Request.get(server.url("/"))));
      assertThat(our.network.connections().live())
          .singleElement()
          .satisfies(live -> {
            assertThat(live.number()).isEqualTo(session.number());
            assertThat(live.protocol()).isEqualTo("h3");
            assertThat(live.exchanges()).isEqualTo(1);
            assertThat(live.standing(Duration.ofSeconds(30)).state()).isEqualTo("ESTABLISHED");
            assertThat(live.standing(Duration.ofSeconds(30)).sent()).isGreaterThan(1200);
          });
      assertThat(our.network.connections().table())
          .contains("h3", "ESTABLISHED", "127.0.0.1:" + server.port(), Authority.NAME);
      our.network.connections().live().getFirst().close();
      Client.until(() -> our.network.connections().live().isEmpty());
      assertThat(our.await(QuicStep.QuicEnded.class).by()).isEqualTo("us");
    }
  }

  /** Limits of a client that waits for 100 (Continue) however busy the machine is. */
  private static Limits patient() {
    Limits.Times usual = Limits.CLIENT.times();
    return Limits.CLIENT.with(
        new Limits.Times(
            usual.slot(),
            Duration.ofSeconds(50),
            usual.firstByte(),
            usual.head(),
            usual.idle(),
            usual.total(),
            usual.keepAlive()));
  }

  /** The codec's engine tells the server no name of one label; the journey says so. */
  @Test
  void aNameOfOneLabel() throws Exception {
    try (var server = new Server(ConversationTest::echo);
        var our = new Client(server.trusting(folder))) {
      Http3Session session = our.session("localhost", server.port());
      assertThat(our.send(session, Request.get(server.url("/"))).status()).isEqualTo(Status.OK);
      assertThat(our.steps(JourneyStep.NotSupported.class))
          .extracting(JourneyStep.NotSupported::feature)
          .containsExactly("SNI for localhost over QUIC");
      assertThat(our.steps(ConnectionStep.TlsShaken.class).getFirst().serverName()).isEmpty();
      our.session(Authority.NAME, server.port());
      assertThat(our.steps(JourneyStep.NotSupported.class)).hasSize(1);
    }
  }

  @Test
  void largeBodiesStream() throws Exception {
    try (var server =
            new Server(
                request -> Response.of(Status.OK).with(Body.streaming(new Generated(50_000_000))));
        var our = new Client(server.trusting(folder))) {
      Http3Session session = our.session(Authority.NAME, server.port());
      try (BodyStream body = our.send(session, Request.get(server.url("/"))).body().open()) {
        assertThat(body.readAllBytes()).hasSize(50_000_000);
      }
    }
  }

  @Test
  void formsOfResponses() throws Exception {
    try (var server = new Server(new Forms());
        var our = new Client(server.trusting(folder))) {
      Http3Session session = our.session(Authority.NAME, server.port());
      assertThat(our.send(session, Request.get(server.url("/none"))).status())
          .isEqualTo(Status.NO_CONTENT);
      assertThat(our.send(session, Request.get(server.url("/same"))).status())
          .isEqualTo(Status.NOT_MODIFIED);
      Response head = our.send(session, Request.to(Method.HEAD, server.url("/")));
      assertThat(head.fields().first("content-length")).contains("7");
      assertThat(Client.text(head)).isEmpty();
      assertThat(Client.text(our.send(session, Request.get(server.url("/hints")))))
          .isEqualTo("hinted");
      assertThat(our.steps(HttpStep.InterimResponse.class))
          .extracting(HttpStep.InterimResponse::status)
          .containsExactly(103);
      assertThat(Client.text(our.send(session, Request.get(server.url("/empty"))))).isEmpty();
      assertThat(Client.text(our.send(session, Request.get(server.url("/pushes")))))
          .isEqualTo("pushed: false");
      assertThat(server.steps(JourneyStep.NotSupported.class))
          .extracting(JourneyStep.NotSupported::feature)
          .containsExactly("server push over HTTP/3");
      Response failed = our.send(session, Request.get(server.url("/fails")));
      assertThat(failed.status()).isEqualTo(Status.INTERNAL_SERVER_ERROR);
      assertThat(our.steps(HttpStep.ProtocolViolated.class)).isEmpty();
    }
  }

  /** One path for each form of response. */
  private static final class Forms implements Handler {
    @Override
    public Response handle(Request request) throws IOException {
      return handle(request, Aside.NONE);
    }

    @Override
    public Response handle(Request request, Aside aside) throws IOException {
      return switch (request.target()) {
        case "/none" -> Response.of(Status.NO_CONTENT);
        case "/same" ->
            Response.of(Status.NOT_MODIFIED)
                .with(Fields.of("ETag", "\"a\"", "Content-Length", "100"));
        case "/hints" -> {
          aside.interim(Status.EARLY_HINTS, Fields.of("Link", "</s.css>; rel=preload"));
          yield Response.text(Status.OK, "hinted");
        }
        case "/pushes" ->
            Response.text(
                Status.OK,
                "pushed: " + aside.push(Request.get(dev.glasshouse.url.Url.parse(request.url()))));
        case "/empty" -> Response.text(Status.OK, "");
        case "/fails" -> throw new IllegalStateException("on purpose");
        default -> Response.text(Status.OK, "content");
      };
    }
  }
}
