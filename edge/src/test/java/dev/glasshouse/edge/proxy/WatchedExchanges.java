package dev.glasshouse.edge.proxy;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

/** A process of {@link LeaksTest}: exchanges with all kinds of ends, and what was lost in them. */
final class WatchedExchanges {
  private static final int LARGE = 400_000;

  private WatchedExchanges() {}

  /** Runs, and tells what was lost. */
  public static void main(String[] args) throws Exception {
    LeakWatch watch = LeakWatch.begin();
    for (VersionDemand version :
        List.of(VersionDemand.HTTP_1_1, VersionDemand.HTTP_2, VersionDemand.HTTP_3)) {
      try (var chain = new Chain()) {
        Url server = chain.secureServer(WatchedExchanges::answer);
        Url edge = chain.edge(chain.origin(server, version), ProxyOptions.USUAL);
        exchanges(chain.client(version, Limits.CLIENT), server);
        exchanges(chain.client(VersionDemand.HTTP_1_1, Limits.CLIENT), edge);
        malformed(edge);
      }
    }
    List<String> leaks = watch.leaks();
    System.out.print("lost: " + leaks.size() + "\n" + String.join("\n", leaks));
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private static Response answer(Request request) throws IOException {
    switch (request.path()) {
      case "/large" -> {
        return Response.of(Status.OK).with(Body.streaming(new Bytes(LARGE, false)));
      }
      case "/breaks" -> {
        return Response.of(Status.OK).with(Body.streaming(new Bytes(LARGE, true)));
      }
      case "/part" -> {
        try (BodyStream body = request.body().open()) {
          return Response.text(Status.OK, "" + body.readNBytes(10).length);
        }
      }
      case "/all" -> {
        try (BodyStream body = request.body().open()) {
          return Response.text(Status.OK, "" + body.readAllBytes().length);
        }
      }
      case "/echo" -> {
        return Response.of(Status.OK).with(Body.streaming(request.body().open()));
      }
      case "/throws" -> throw new IOException("it cannot be");
      default -> {
        return Response.text(Status.OK, "small");
      }
    }
  }

  /** So many bytes, or half of them and an error. */
  private static final class Bytes extends InputStream {
    private final int breaksAt;
    private int left;

    Bytes(int count, boolean breaks) {
      this.left = count;
      this.breaksAt = breaks ? count / 2 : Integer.MIN_VALUE;
    }

    @Override
    public int read() throws IOException {
      if (left <= breaksAt) {
        throw new IOException("broken in the middle");
      }
      if (left == 0) {
        return -1;
      }
      left--;
      return 'x';
    }
  }

  private static void exchanges(HttpClient client, Url base) throws Exception {
    for (String path :
        List.of("/small", "/large", "/part", "/all", "/echo", "/throws", "/breaks")) {
      whole(client, get(base, path));
      whole(client, post(base, path, 20));
      begun(client, get(base, path));
      unread(client, get(base, path));
      givenUpElsewhere(client, get(base, path));
    }
    // What is long is sent where the answer is short: our clients send first, and read then.
    for (String path : List.of("/small", "/part", "/all", "/throws")) {
      whole(client, post(base, path, 100_000));
    }
  }

  private static Request get(Url base, String path) {
    return Request.get(base.resolve(path));
  }

  private static Request post(Url base, String path, int bytes) {
    return Request.to(Method.POST, base.resolve(path))
        .with(Body.streaming(new Bytes(bytes, false), OptionalLong.of(bytes)));
  }

  private static Response send(HttpClient client, Request request) throws IOException {
    return client.send(request, Priority.HIGH, Trail.OFF);
  }

  /** Read to its end, where it has one. */
  private static void whole(HttpClient client, Request request) {
    try (BodyStream body = send(client, request).body().open()) {
      body.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException _) {
      // Some break off, in the middle or before.
    }
  }

  /** Read a little, and closed. */
  private static void begun(HttpClient client, Request request) {
    try (BodyStream body = send(client, request).body().open()) {
      byte[] some = body.readNBytes(3);
      assert some.length <= 3;
    } catch (IOException _) {
      // Some break off, in the middle or before.
    }
  }

  private static void unread(HttpClient client, Request request) {
    try (Response response = send(client, request)) {
      assert response.status().code() > 0;
    } catch (IOException _) {
      // Some break off before.
    }
  }

  /** Given up by another thread, while this one reads. */
  private static void givenUpElsewhere(HttpClient client, Request request)
      throws InterruptedException {
    try (BodyStream body = send(client, request).body().open()) {
      byte[] some = body.readNBytes(3);
      assert some.length <= 3;
      Thread other = Thread.ofVirtual().start(body::cancel);
      body.transferTo(java.io.OutputStream.nullOutputStream());
      other.join();
    } catch (IOException _) {
      // It was given up.
    }
  }

  /** Requests that are none, or do not come to their end. */
  private static void malformed(Url edge) throws IOException {
    for (String request :
        List.of(
            "GET / HTTP/1.1\r\nHost: a.test\r\nContent-Length: x\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcdeNO\r\n",
            "POST /all HTTP/1.1\r\nHost: a.test\r\nContent-Length: 9\r\n\r\nabc",
            "POST /part HTTP/1.1\r\nHost: a.test\r\nContent-Length: 50\r\n\r\n" + "z".repeat(40),
            "GET / HT",
            "NO\r\n\r\n")) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), edge.port().orElseThrow())) {
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.shutdownOutput();
        socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
      } catch (java.net.SocketException _) {
        // A reset is an end, too.
      }
    }
  }
}
