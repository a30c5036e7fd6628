package dev.glasshouse.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.wire.PseudoFields;
import dev.glasshouse.url.Url;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Answers that two readers could take for different ones, and what a caller might hide in a request
 * or an answer: the connection on which it came carries nothing more, and nothing of it is sent.
 */
@Timeout(60)
class ResponseSmugglingTest {
  private static final String NEXT = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\npoisoned";
  private static final List<String> SPLITTERS =
      List.of("a\r\nX: b", "a\nX: b", "a\rX: b", "a\0b", "a\r\n\r\nHTTP/1.1 200 OK");

  private final ClientFixture our = new ClientFixture();

  @AfterEach
  void close() {
    our.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n",
        "Content-Length: 2\r\nContent-Length: 0\r\n\r\nok",
        "Content-Length: 2, 0\r\n\r\nok",
        "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
        "X: y\nContent-Length: 0\r\n\r\n",
        "X: y\rContent-Length: 0\r\n\r\n",
        "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n0\n\r\n",
        "Content-Length: 2\r\n\r\nok",
        "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
      })
  void nothingThatCameBehindIsTakenForTheNextAnswer(String rest) throws Exception {
    try (RawPeer peer =
        RawPeer.running(
            talk -> {
              talk.hears();
              talk.says("HTTP/1.1 200 OK\r\n" + rest + NEXT);
              talk.waitsForTheEnd();
            },
            talk -> {
              talk.hears();
              talk.says("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nwell");
              talk.waitsForTheEnd();
            })) {
      try {
        ClientFixture.text(our.get(peer, "/first"));
      } catch (HttpException e) {
        assertThat(e.getMessage()).contains("RFC");
      }
      assertThat(ClientFixture.text(our.get(peer, "/second"))).isEqualTo("well");
      assertThat(peer.connections()).isEqualTo(2);
    }
  }

  @Test
  void nothingIsSentThatWouldSplitAMessage() throws Exception {
    try (RawPeer peer = RawPeer.running(RawPeer.Talk::waitsForTheEnd)) {
      for (String bad : SPLITTERS) {
        assertThatThrownBy(() -> our.send(asking("/" + bad, peer.authority())))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
    Url url = Url.parse("http://a.test/");
    for (String bad : SPLITTERS) {
      assertThatThrownBy(() -> Request.get(url).with("X", bad))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Request.get(url).with(bad, "x"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Response.of(Status.OK).with("Location", bad))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Fields.of("Set-Cookie", bad))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Method.of(bad)).isInstanceOf(IllegalArgumentException.class);
      for (Request request : List.of(asking("/" + bad, "a.test"), asking("/", "a.test" + bad))) {
        assertThatThrownBy(() -> PseudoFields.of(request))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  private static Request asking(String target, String authority) {
    Request usual = Request.get(Url.parse("http://a.test/"));
    return new Request(
        usual.method(),
        usual.scheme(),
        authority,
        target,
        HttpVersion.HTTP_1_1,
        usual.fields(),
        usual.body(),
        new InetSocketAddress(0));
  }
}
