package dev.glasshouse.edge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests and answers that are made of each other as they go, through one edge after another: what
 * a client says next hangs on what it was answered.
 */
@Timeout(120)
class ConversationTest {
  private final Chain chain = new Chain();

  @AfterEach
  void close() throws Exception {
    chain.close();
  }

  private Url listening(Handler handler, VersionDemand version) throws Exception {
    return version == VersionDemand.HTTP_3 ? chain.secureServer(handler) : chain.server(handler);
  }

  /** An edge in one version before a server in another, and before both one in HTTP/1.1. */
  private Socket dial(Handler handler, VersionDemand front, VersionDemand back) throws Exception {
    Url server = listening(handler, back);
    Url edge = listening(new ReverseProxy(chain.origin(server, back), ProxyOptions.USUAL), front);
    Url first = chain.edge(chain.origin(edge, front), ProxyOptions.USUAL);
    int port = Integer.parseInt(first.hostAndPort().replaceFirst(".*:", ""));
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(60_000);
    return socket;
  }

  private static void say(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Reads on until that has come; returns what came. */
  private static String hear(Socket client, String last) throws IOException {
    var came = new StringBuilder();
    while (came.indexOf(last) < 0) {
      int next = client.getInputStream().read();
      assertThat(next).as("instead of %s came %s", last, came).isNotNegative();
      came.append((char) next);
    }
    return came.toString();
  }

  private static final String HEAD =
      "POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n";

  @ParameterizedTest
  @CsvSource({
    "HTTP_1_1, HTTP_1_1",
    "HTTP_1_1, HTTP_2",
    "HTTP_1_1, HTTP_3",
    "HTTP_2, HTTP_1_1",
    "HTTP_2, HTTP_2",
    "HTTP_2, HTTP_3",
    "HTTP_3, HTTP_1_1",
    "HTTP_3, HTTP_2",
    "HTTP_3, HTTP_3"
  })
  void whatIsSaidHangsOnWhatWasAnswered(VersionDemand front, VersionDemand back) throws Exception {
    Handler echo = request -> Response.of(Status.OK).with(Body.streaming(request.body().open()));
    try (Socket client = dial(echo, front, back)) {
      say(client, HEAD);
      assertThat(hear(client, "\r\n\r\n")).startsWith("HTTP/1.1 200");
      for (String word : List.of("one", "two", "six")) {
        say(client, "3\r\n" + word + "\r\n");
        String _ = hear(client, word);
      }
      say(client, "0\r\n\r\n");
      String _ = hear(client, "0\r\n\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource({"HTTP_1_1, HTTP_1_1", "HTTP_2, HTTP_2", "HTTP_3, HTTP_3"})
  void whoSaysNoIsHeardThoughMoreIsToCome(VersionDemand front, VersionDemand back)
      throws Exception {
    Handler no = _ -> Response.text(Status.CONTENT_TOO_LARGE, "no");
    try (Socket client = dial(no, front, back)) {
      say(client, HEAD + "3\r\none\r\n");
      assertThat(hear(client, "\r\n\r\n")).startsWith("HTTP/1.1 413");
    }
  }
}
