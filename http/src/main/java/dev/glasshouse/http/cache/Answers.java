package dev.glasshouse.http.cache;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.caching.Freshness;
import dev.glasshouse.http.caching.Part;
import dev.glasshouse.http.caching.StoredFields;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.CacheStep;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.io.InputStream;

/** Responses made of what is stored (RFC 9111 4). */
final class Answers {
  private final HttpCache cache;
  private final Method method;
  private final Trail trail;
  private HttpCache.Source source = HttpCache.Source.NETWORK;
  private Outcome outcome = Outcome.NONE;

  Answers(HttpCache cache, Method method, Trail trail) {
    this.cache = cache;
    this.method = method;
    this.trail = trail;
  }

  /**
   * A response of a stored one.
   *
   * @param part which bytes; the whole is answered with the stored status, a run with 206
   * @param store where the bytes come from: memory or disk
   * @param checked whether the server confirmed it just now
   * @throws IOException when the bytes are damaged; the entry is gone then
   */
  Response of(
      Entry entry, Part part, Freshness freshness, Because because, String store, boolean checked)
      throws IOException {
    Fields fields = StoredFields.toAnswer(cache.policy(), entry.stored(), freshness, checked);
    Status status = entry.stored().status();
    if (!part.isWhole()) {
      status = Status.PARTIAL_CONTENT;
      fields =
          fields
              .with("Content-Range", part.contentRange())
              .with("Content-Length", Long.toString(part.length()));
    }
    Body body = method.equals(Method.HEAD) ? Body.NONE : body(entry, part);
    outcome = outcome.used(freshness);
    source = store.equals("disk") ? HttpCache.Source.DISK : HttpCache.Source.MEMORY;
    if (trail.on()) {
      trail.mark(
          new CacheStep.CacheAnswered(
              entry.key().url(),
              entry.key().partition(),
              store,
              status.code(),
              Texts.lines(fields),
              body.length().orElse(0),
              freshness.age(),
              freshness.lifetime(),
              freshness.left(),
              entry.stored().took(),
              checked),
          because);
    }
    String phrase = part.isWhole() ? entry.stored().reason() : status.phrase();
    return new Response(status, phrase, entry.version(), fields, body);
  }

  /** Where the bytes of the last response come from; the network, when none was made here. */
  HttpCache.Source source() {
    return source;
  }

  /** What was done with the request, as far as it has come. */
  Outcome outcome() {
    return outcome;
  }

  /** More of it is known. */
  void outcome(Outcome now) {
    outcome = now;
  }

  private Body body(Entry entry, Part part) throws IOException {
    long first = part.first() - entry.stored().part().first();
    try {
      if (entry.content() instanceof Content.InMemory) {
        return Body.of(entry.content().bytes(first, (int) part.length()));
      }
      InputStream in = entry.content().open(first, first + part.length());
      return Body.streaming(new Checked(in, entry), part.length());
    } catch (IOException e) {
      cache.drop(entry);
      throw e;
    }
  }

  /** A stored body, whose entry is dropped when a part of it turns out to be damaged. */
  private final class Checked extends BodyStream {
    private final InputStream in;
    private final Entry entry;

    Checked(InputStream in, Entry entry) {
      this.in = in;
      this.entry = entry;
    }

    @Override
    public Fields trailers() {
      return Fields.EMPTY;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        return in.read(into, offset, length);
      } catch (IOException e) {
        cache.drop(entry);
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /** 504: the request may neither be answered nor asked. */
  Response refuse(String url, Because because) {
    if (trail.on()) {
      trail.mark(new CacheStep.CacheRefused(url, 504), because);
    }
    return new Response(
            new Status(504), "Gateway Timeout", HttpVersion.HTTP_1_1, Fields.EMPTY, Body.NONE)
        .with("Content-Length", "0");
  }
}
