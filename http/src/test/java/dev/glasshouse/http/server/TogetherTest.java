package dev.glasshouse.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that come on many connections of one event loop in one turn of it. */
@Timeout(60)
class TogetherTest {
  private static final int CONNECTIONS = 16;
  private static final int PATIENCE = 40_000;

  private final OsNetwork network = OsNetwork.open(1);
  private final List<Socket> clients = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Socket each : clients) {
      each.close();
    }
    network.close();
  }

  private HttpServer serve(Handler handler) throws IOException {
    HttpServer server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            handler,
            Trail.OFF);
    for (int i = 0; i < CONNECTIONS; i++) {
      var socket = new Socket(server.address().getAddress(), server.address().getPort());
      socket.setSoTimeout(PATIENCE);
      clients.add(socket);
    }
    return server;
  }

  /** All say the same, while the event loop has something else to do: it hears them in one turn. */
  private void say(List<Socket> some, String text) throws Exception {
    var said = new CountDownLatch(1);
    network
        .eventLoops()
        .next()
        .execute(() -> {
          try {
            boolean _ = said.await(PATIENCE, TimeUnit.MILLISECONDS);
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
    for (Socket each : some) {
      each.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
    said.countDown();
  }

  private static String get(String target) {
    return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
  }

  private static void hears(Socket socket, String ending) throws IOException {
    var text = new StringBuilder();
    while (!text.toString().endsWith(ending)) {
      int c = socket.getInputStream().read();
      assertThat(c).as("after %s", text).isNotNegative();
      text.append((char) c);
    }
  }

  @Test
  void oneThatBlocksHoldsBackNoOther() throws Exception {
    var rest = new CountDownLatch(1);
    try (HttpServer _ =
        serve(request -> {
          if (request.target().equals("/blocks")) {
            await(rest);
          }
          return Response.text(Status.OK, "answer to " + request.target());
        })) {
      Socket blocked = clients.getFirst();
      List<Socket> others = clients.subList(1, CONNECTIONS);
      say(List.of(blocked), get("/blocks"));
      for (int round = 0; round < 20; round++) {
        say(others, get("/" + round));
        for (Socket each : others) {
          hears(each, "answer to /" + round);
        }
      }
      rest.countDown();
      hears(blocked, "answer to /blocks");
    }
  }

  /** Answers of every form, behind each other on each of the connections. */
  @Test
  void whatIsAnsweredInEachWayComesInOrder() throws Exception {
    String large = "x".repeat(40_000);
    Handler handler =
        Handler.talkative((request, aside) -> {
          String end = "answer to " + request.target();
          return switch (request.target().charAt(1)) {
            case 'l' -> Response.text(Status.OK, large + end);
            case 's' ->
                Response.of(Status.OK)
                    .with(
                        Body.streaming(
                            new ByteArrayInputStream(end.getBytes(StandardCharsets.US_ASCII))));
            case 'i' -> interim(aside, end);
            default -> Response.text(Status.OK, end);
          };
        });
    try (HttpServer _ = serve(handler)) {
      var said = new StringBuilder();
      var targets = new ArrayList<String>();
      for (int i = 0; i < 24; i++) {
        String target = "/" + "aalaasaai".charAt(i % 9) + i;
        targets.add(target);
        said.append(get(target));
      }
      say(clients, said.toString());
      for (Socket each : clients) {
        for (String target : targets) {
          hears(each, "answer to " + target + (target.charAt(1) == 's' ? "\r\n0\r\n\r\n" : ""));
        }
      }
    }
  }

  private static Response interim(Aside aside, String end) throws IOException {
    aside.interim(Status.EARLY_HINTS, Fields.of("Link", "</a>; rel=preload"));
    return Response.text(Status.OK, end);
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      assertThat(latch.await(PATIENCE, TimeUnit.MILLISECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
