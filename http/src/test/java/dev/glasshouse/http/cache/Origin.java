package dev.glasshouse.http.cache;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.CacheStep;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/** A server of few words, and a cache before it, at a time that stands still. */
final class Origin implements HttpCache.Network {
  static final String URL = "http://example.com/thing";
  static final String SITE = "http://example.com";

  /** What the server does with a request. */
  interface Reply {
    Response to(Request request) throws IOException;
  }

  final List<Request> asked = Collections.synchronizedList(new ArrayList<>());
  final Recorder recorder = Recorder.start();
  private final Deque<Reply> replies = new ArrayDeque<>();
  Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Override
  public Response send(Request request, Trail trail) throws IOException {
    Reply reply;
    synchronized (replies) {
      asked.add(request);
      reply = replies.isEmpty() ? null : replies.poll();
    }
    if (reply == null) {
      throw new AssertionError("nothing was to be asked: " + request.url());
    }
    return reply.to(request);
  }

  Origin replies(Reply reply) {
    synchronized (replies) {
      replies.add(reply);
    }
    return this;
  }

  Origin replies(int status, String body, String... fields) {
    return replies(_ -> response(status, body, fields));
  }

  Origin fails() {
    return replies(_ -> {
      throw new IOException("connection refused");
    });
  }

  static Response response(int status, String body, String... fields) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return new Response(
        new Status(status),
        "",
        HttpVersion.HTTP_1_1,
        fields(fields),
        status == 304 || status == 204
            ? Body.NONE
            : Body.streaming(new java.io.ByteArrayInputStream(bytes), bytes.length));
  }

  /** A body that comes in pieces of so many bytes, one a read. */
  static Response inPieces(String body, int piece, String... fields) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    InputStream in =
        new java.io.ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(piece, length));
          }
        };
    return new Response(
        Status.OK,
        "",
        HttpVersion.HTTP_1_1,
        fields(fields),
        Body.streaming(in, OptionalLong.of(bytes.length)));
  }

  /** A body of that length that breaks off after so many bytes. */
  static Response breaksOff(byte[] whole, int after, String... fields) {
    InputStream in =
        new InputStream() {
          private int at;

          @Override
          public int read() throws IOException {
            if (at == after) {
              throw new IOException("connection reset");
            }
            return whole[at++] & 0xff;
          }
        };
    return new Response(
        Status.OK,
        "",
        HttpVersion.HTTP_1_1,
        fields(fields),
        Body.streaming(in, OptionalLong.of(whole.length)));
  }

  static Fields fields(String... lines) {
    return Fields.copyOf(
        Arrays.stream(lines)
            .map(line -> {
              int colon = line.indexOf(':');
              return new Field(line.substring(0, colon), line.substring(colon + 1).strip());
            })
            .toList());
  }

  void later(long seconds) {
    now = now.plus(Duration.ofSeconds(seconds));
  }

  HttpCache inMemory() {
    return HttpCache.inMemory(CacheLimits.DEFAULT, () -> now);
  }

  static Request get(String... fields) {
    return Request.get(Url.parse(URL)).with(fields(fields));
  }

  static Request request(String method, String... fields) {
    return Request.to(Method.of(method), Url.parse(URL)).with(fields(fields));
  }

  static Asking asking(CacheMode mode) {
    return new Asking(Url.parse(URL), SITE, true, mode, false);
  }

  Response send(HttpCache cache, Request request) throws IOException {
    return send(cache, request, CacheMode.DEFAULT);
  }

  Response send(HttpCache cache, Request request, CacheMode mode) throws IOException {
    return cache.send(request, asking(mode), this, recorder.trail()).response();
  }

  /** The status and the body of an answer: {@code 200 hello}. */
  String say(HttpCache cache, String... fields) throws IOException {
    return say(send(cache, get(fields)));
  }

  static String say(Response response) throws IOException {
    try (InputStream in = response.body().open()) {
      return response.status() + " " + new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The reasons of the cache's steps so far, in order. */
  List<String> reasons() {
    return recorder.journey().entries().stream()
        .filter(entry -> entry.step() instanceof CacheStep)
        .map(Entry::because)
        .map(Because::reason)
        .map(reason -> reason.name())
        .toList();
  }

  <S extends CacheStep> List<S> steps(Class<S> kind) {
    return recorder.journey().entries().stream()
        .filter(entry -> kind.isInstance(entry.step()))
        .map(entry -> kind.cast(entry.step()))
        .toList();
  }
}
