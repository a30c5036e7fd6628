package dev.glasshouse.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.wire.Inbox;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The content of a request has one reader at a time, whoever that is, and whatever stops it. */
@Timeout(120)
class OneReaderTest {
  private static final int PATIENCE = 60;

  private final CompletableFuture<String> read = new CompletableFuture<>();

  private static Response ok() {
    return Response.text(Status.OK, "x");
  }

  /** Reads on, and tells what it got until it was stopped. */
  private void readOn(BodyStream body) {
    var got = new ByteArrayOutputStream();
    byte[] piece = new byte[64];
    try {
      for (int n = body.read(piece); n >= 0; n = body.read(piece)) {
        got.write(piece, 0, n);
      }
      read.complete(got.toString(StandardCharsets.US_ASCII) + " whole");
    } catch (CancelledException e) {
      read.complete(got.toString(StandardCharsets.US_ASCII) + " stopped");
    } catch (IOException | RuntimeException e) {
      read.completeExceptionally(e);
    }
  }

  private static boolean waits(Thread thread) {
    return (thread.getState() == Thread.State.WAITING
            || thread.getState() == Thread.State.TIMED_WAITING)
        && Stream.of(thread.getStackTrace())
            .anyMatch(frame -> frame.getClassName().equals(Inbox.class.getName()));
  }

  /** Until it waits for content, and for nothing else. */
  private static void awaitWaiting(Thread thread) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
    while (!waits(thread)) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return head + "(end)";
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private interface Client {
    void talk(InputStream in, OutputStream out) throws Exception;
  }

  private static void serve(Handler handler, Client client) throws Exception {
    try (Network network = OsNetwork.open(1);
        HttpServer server =
            HttpServer.listen(
                network,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                handler,
                Trail.OFF);
        var socket = new Socket()) {
      socket.connect(server.address());
      socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE));
      client.talk(socket.getInputStream(), socket.getOutputStream());
    }
  }

  /** As a proxy does, which passes an upload on behind an answer that came before its end. */
  @Test
  void whoReadsOnBehindTheAnswerHasWhatItWaitsForAndNothingWithAHole() throws Exception {
    serve(
        request -> {
          if (request.method().name().equals("GET")) {
            return ok();
          }
          BodyStream body = request.body().open();
          var reader = new Thread(() -> readOn(body));
          reader.start();
          awaitWaiting(reader);
          return ok();
        },
        (in, out) -> {
          say(out, "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\n\r\n");
          assertThat(head(in)).startsWith("HTTP/1.1 200").doesNotContainIgnoringCase("close");
          assertThat(in.read()).isEqualTo('x');
          say(out, "1234");
          say(out, "56789abcGET / HTTP/1.1\r\nHost: a\r\n\r\n");
          assertThat(head(in)).startsWith("HTTP/1.1 200");
          // How far it gets until it is told is a matter of who is faster.
          String[] got = read.get(PATIENCE, TimeUnit.SECONDS).split(" ", 2);
          assertThat("123456789abc").startsWith(got[0]);
          assertThat(got[0]).startsWith("1");
        });
  }

  @Test
  void behindContentThatAnInterruptedHandlerLeftNoRequestIsRead() throws Exception {
    serve(
        request -> {
          Thread reading = Thread.currentThread();
          Thread.ofPlatform()
              .start(() -> {
                awaitWaiting(reading);
                reading.interrupt();
              });
          readOn(request.body().open());
          // As who has a handler stopped sees to it.
          assertThat(Thread.interrupted()).isTrue();
          return Response.text(Status.SERVICE_UNAVAILABLE, "x");
        },
        (in, out) -> {
          say(out, "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\n\r\n1234");
          assertThat(head(in)).startsWith("HTTP/1.1 503").containsIgnoringCase("connection: close");
          assertThat(read.get(PATIENCE, TimeUnit.SECONDS)).endsWith(" stopped");
          say(out, "56789abcGET / HTTP/1.1\r\nHost: a\r\n\r\n");
          assertThat(in.read()).isEqualTo('x');
          assertThat(in.read()).isEqualTo(-1);
        });
  }
}
