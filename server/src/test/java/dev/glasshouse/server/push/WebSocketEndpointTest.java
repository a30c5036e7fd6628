package dev.glasshouse.server.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.client.WebSocketClient;
import dev.glasshouse.http.websocket.CloseCode;
import dev.glasshouse.http.websocket.ClosedException;
import dev.glasshouse.http.websocket.Conversation;
import dev.glasshouse.http.websocket.Incoming;
import dev.glasshouse.http.websocket.Kind;
import dev.glasshouse.http.websocket.Message;
import dev.glasshouse.http.websocket.WebSocketLimits;
import dev.glasshouse.journey.PushReason;
import dev.glasshouse.journey.PushStep;
import dev.glasshouse.server.Served;
import dev.glasshouse.server.Served.Way;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Conversations between our own two ends, over every version, and what is refused. */
@Timeout(120)
class WebSocketEndpointTest {
  private static final WebSocketOptions OPTIONS = WebSocketOptions.USUAL;

  private static void echo(Conversation conversation) throws IOException {
    for (Optional<Incoming> next = conversation.next();
        next.isPresent();
        next = conversation.next()) {
      try (OutputStream out = conversation.send(next.get().kind())) {
        next.get().in().transferTo(out);
      }
    }
  }

  private static WebSocketEndpoint echoing(WebSocketOptions options) {
    return new WebSocketEndpoint(options, (conversation, _) -> echo(conversation));
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void messagesGoBothWays(Way way) throws Exception {
    var random = new Random(5);
    byte[] large = new byte[200_000];
    random.nextBytes(large);
    for (boolean compress : new boolean[] {false, true}) {
      try (var served = new Served(way, echoing(OPTIONS.forgetting(way == Way.H1)));
          Conversation its = served.talk("/", compress)) {
        its.send("hello");
        assertThat(its.receive().orElseThrow().text()).isEqualTo("hello");
        String text = "Καλημέρα κόσμε ".repeat(500);
        its.send(text);
        assertThat(its.receive().orElseThrow().text()).isEqualTo(text);
        its.ping(new byte[] {1, 2, 3});
        its.send(Message.of(large));
        Message back = its.receive().orElseThrow();
        assertThat(back.kind()).isEqualTo(Kind.BINARY);
        assertThat(back.bytes()).isEqualTo(large);
        its.send("");
        assertThat(its.receive().orElseThrow().text()).isEmpty();
        its.close(CloseCode.NORMAL, "done");
        assertThat(its.receive()).isEmpty();
        assertThat(its.ended().orElseThrow().code()).isEqualTo(CloseCode.NORMAL);
        assertThat(served.entries(PushStep.Upgraded.class)).hasSize(1);
        assertThat(served.entries(PushStep.MessageIn.class)).hasSizeGreaterThanOrEqualTo(4);
      }
    }
  }

  @Test
  void aSubprotocolIsAgreedOn() throws Exception {
    try (var served = new Served(Way.H1, echoing(OPTIONS.speaking(List.of("b", "a"))))) {
      var stands =
          (WebSocketClient.Outcome.Stands) served.open("/", Fields.EMPTY, List.of("a", "b"), true);
      try (Conversation its = stands.conversation()) {
        assertThat(its.subprotocol()).contains("b");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void pagesOfOtherSitesAreRefused(Way way) throws Exception {
    try (var served = new Served(way, echoing(OPTIONS.from(List.of("https://friend.test"))))) {
      var foreign =
          (WebSocketClient.Outcome.Answered)
              served.open("/", Fields.of("Origin", "https://evil.test"), List.of(), false);
      assertThat(foreign.response().status().code()).isEqualTo(403);
      foreign.response().close();
      assertThat(served.entries(PushStep.PushRefused.class).getFirst().because().reason())
          .isEqualTo(PushReason.FOREIGN_ORIGIN);
      for (String fine : List.of("https://friend.test", served.base)) {
        var stands =
            (WebSocketClient.Outcome.Stands)
                served.open("/", Fields.of("Origin", fine), List.of(), false);
        stands.conversation().close();
      }
    }
  }

  @Test
  void anOrdinaryRequestIsToldWhatThisIs() throws Exception {
    try (var served = new Served(Way.H1, echoing(OPTIONS));
        Response response = served.get("/")) {
      assertThat(response.status().code()).isEqualTo(426);
      assertThat(response.fields().first("Upgrade")).contains("websocket");
    }
  }

  @Test
  void tooManyAreRefused() throws Exception {
    try (var served = new Served(Way.H1, echoing(OPTIONS.holding(1)));
        Conversation first = served.talk("/", false)) {
      first.send("here");
      assertThat(first.receive()).isPresent();
      var second =
          (WebSocketClient.Outcome.Answered) served.open("/", Fields.EMPTY, List.of(), false);
      assertThat(second.response().status().code()).isEqualTo(503);
      assertThat(second.response().fields().has("Retry-After")).isTrue();
      second.response().close();
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aMessageThatIsTooLargeEndsIt(Way way) throws Exception {
    WebSocketOptions small = OPTIONS.with(WebSocketLimits.USUAL.withMessage(100));
    try (var served = new Served(way, echoing(small));
        Conversation its = served.talk("/", false)) {
      its.send("x".repeat(101));
      // What was echoed of it before its end does not come.
      assertThatThrownBy(
              () -> {
                if (its.receive().isEmpty()) {
                  throw new ClosedException(
                      its.ended().orElseThrow().code(), dev.glasshouse.journey.Because.HAPPENED);
                }
              })
          .isInstanceOf(ClosedException.class);
      assertThat(its.ended().orElseThrow().code()).isEqualTo(CloseCode.TOO_BIG);
    }
  }

  @Test
  void whatFailsInTheTalkIsSaid() throws Exception {
    var endpoint =
        new WebSocketEndpoint(
            OPTIONS,
            (_, _) -> {
              throw new IllegalStateException("the talk's own fault");
            });
    try (var served = new Served(Way.H1, endpoint);
        Conversation its = served.talk("/", false)) {
      assertThat(its.receive()).isEmpty();
      assertThat(its.ended().orElseThrow().code()).isEqualTo(CloseCode.INTERNAL_ERROR);
    }
  }

  @Test
  void aSilentPeerIsAskedAndThenGivenUp() throws Exception {
    var ended = new CountDownLatch(1);
    WebSocketLimits impatient =
        WebSocketLimits.USUAL.asking(Duration.ofMillis(50), Duration.ofMillis(50));
    var endpoint =
        new WebSocketEndpoint(
            OPTIONS.with(impatient),
            (conversation, _) -> {
              try {
                echo(conversation);
              } finally {
                ended.countDown();
              }
            });
    try (var served = new Served(Way.H1, endpoint);
        var socket = new Socket("127.0.0.1", served.server.address().getPort())) {
      socket
          .getOutputStream()
          .write(
              """
              GET / HTTP/1.1\r
              Host: www.site.test\r
              Connection: Upgrade\r
              Upgrade: websocket\r
              Sec-WebSocket-Version: 13\r
              Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
              \r
              """
                  .getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      byte[] all = socket.getInputStream().readAllBytes();
      int ping = indexOf(all, (byte) 0x89);
      assertThat(ping).isPositive();
      assertThat(all[ping + 1]).isZero();
      // A close behind it: going away.
      assertThat(all[ping + 2]).isEqualTo((byte) 0x88);
      assertThat(all[ping + 4] << 8 | all[ping + 5] & 0xff).isEqualTo(1001);
      assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static int indexOf(byte[] all, byte wanted) {
    for (int i = 0; i < all.length; i++) {
      if (all[i] == wanted) {
        return i;
      }
    }
    return -1;
  }
}
