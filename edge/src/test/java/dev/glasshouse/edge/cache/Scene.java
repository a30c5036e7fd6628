package dev.glasshouse.edge.cache;

import dev.glasshouse.edge.OriginException;
import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpDate;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Reason;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Step;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A shared cache with a clock that stands still, before an origin that counts. */
final class Scene implements AutoCloseable {
  static final String HOST = "http://shop.test";

  final List<Request> asked = new CopyOnWriteArrayList<>();
  final Recorder recorder = Recorder.start();
  final SharedCache cache;
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private volatile Function<Request, Response> answers;

  /** A cache in memory before an origin that answers so. */
  Scene(Function<Request, Response> answers) throws IOException {
    this(CacheOptions.named("node-1"), answers);
  }

  Scene(CacheOptions options, Function<Request, Response> answers) throws IOException {
    this.answers = answers;
    this.cache = SharedCache.before(this::origin, options, () -> now);
  }

  private Response origin(Request request, Aside aside) throws OriginException {
    asked.add(request);
    Response answer = answers.apply(request);
    return answer.fields().has("Date") ? answer : answer.with("Date", HttpDate.format(now));
  }

  /** An origin that gives this text, with these fields. */
  static Function<Request, Response> always(String text, String... fields) {
    Fields all = fields(fields);
    return _ ->
        new Response(Status.OK, "", dev.glasshouse.http.HttpVersion.HTTP_1_1, all, Body.of(text));
  }

  static Fields fields(String... lines) {
    Fields all = Fields.EMPTY;
    for (String line : lines) {
      int colon = line.indexOf(':');
      all = all.plus(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    return all;
  }

  /** The same cache before the same origin, which sets a cookie of that name by itself. */
  SharedCache before(String cookie) {
    return cache.before(this::origin, "", cookie);
  }

  void answers(Function<Request, Response> from) {
    answers = from;
  }

  InstantSource clock() {
    return () -> now;
  }

  void later(Duration time) {
    now = now.plus(time);
  }

  /** Asks; the answer's content is read. */
  Seen get(String path, String... fields) throws IOException {
    return send(Method.GET, path, fields);
  }

  Seen send(Method method, String path, String... fields) throws IOException {
    Request request = Request.to(method, Url.parse(HOST + path)).with(fields(fields));
    return Seen.of(cache.send(request, recorder.trail()));
  }

  /**
   * What a client sees.
   *
   * @param phrase the reason phrase
   * @param cacheStatus this cache's member of Cache-Status
   */
  record Seen(int status, String phrase, Fields fields, String text, String cacheStatus) {
    static Seen of(Response response) throws IOException {
      try (response;
          InputStream in = response.body().open()) {
        return new Seen(
            response.status().code(),
            response.reason(),
            response.fields(),
            new String(in.readAllBytes(), StandardCharsets.UTF_8),
            response.fields().combined("Cache-Status").orElse(""));
      }
    }

    boolean hit() {
      return cacheStatus.contains("; hit");
    }
  }

  /** Why something else was not done, of all that is recorded. */
  List<Reason> refused() {
    return recorder.journey().entries().stream()
        .flatMap(entry -> entry.because().refused().stream())
        .map(Because.Refused::reason)
        .toList();
  }

  <S extends Step> List<S> steps(Class<S> kind) {
    return recorder.journey().entries().stream()
        .filter(entry -> kind.isInstance(entry.step()))
        .map(entry -> kind.cast(entry.step()))
        .toList();
  }

  @Override
  public void close() {
    cache.close();
  }
}
