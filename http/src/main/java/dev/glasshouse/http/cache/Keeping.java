package dev.glasshouse.http.cache;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.caching.Freshness;
import dev.glasshouse.http.caching.Part;
import dev.glasshouse.http.caching.PartVerdict;
import dev.glasshouse.http.caching.Ranges;
import dev.glasshouse.http.caching.StorageVerdict;
import dev.glasshouse.http.caching.Stored;
import dev.glasshouse.http.caching.StoredFields;
import dev.glasshouse.http.caching.Vary;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.CacheReason;
import dev.glasshouse.journey.CacheStep;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Storing a response while it is read. */
final class Keeping {
  private final HttpCache cache;
  private final CacheKey key;
  private final Asking asking;
  private final Request request;
  private final Answers answers;
  private final Trail trail;
  private final Optional<Flight> flight;

  /** Where the flight is found, too, since its answer's head came. */
  private volatile Optional<Flight.Course> variant = Optional.empty();

  /**
   * For one request.
   *
   * @param request the request as the asker made it
   * @param answers is told that the answer is stored
   * @param flight what others wait for; empty when nobody does
   */
  Keeping(
      HttpCache cache,
      Asking asking,
      Request request,
      Answers answers,
      Trail trail,
      Optional<Flight> flight) {
    this.cache = cache;
    this.asking = asking;
    this.key = asking.key();
    this.request = request;
    this.answers = answers;
    this.trail = trail;
    this.flight = flight;
  }

  /** Others may go on: there is nothing for them. */
  void land(Flight.Landing how) {
    flight.ifPresent(mine -> {
      cache.flights().remove(mine.course(), mine);
      variant.ifPresent(its -> cache.flights().remove(its, mine));
      mine.land(how);
    });
  }

  /** The response, which is stored as far as it may be while it is read. */
  Response response(Response came, Instant requestTime, Instant responseTime) throws IOException {
    StorageVerdict verdict = StorageVerdict.decide(cache.policy(), request, came, responseTime);
    boolean tooLarge = came.body().length().orElse(0) > cache.stores().mostBytes();
    if (verdict instanceof StorageVerdict.Store store && !tooLarge) {
      return keep(store, came, requestTime, responseTime, Optional.empty());
    }
    Because because =
        tooLarge && verdict instanceof StorageVerdict.Store
            ? Because.of(CacheReason.TOO_LARGE, cache.stores().mostBytes())
            : verdict.because();
    notStored(because);
    if (came.status().code() < 500) {
      // RFC 9111 4: what is newer counts, even if it is not stored.
      forget();
    }
    cache.unshare(key);
    land(new Flight.Landing.Alone());
    return came;
  }

  private void notStored(Because because) {
    if (trail.on()) {
      trail.mark(new CacheStep.CacheNotStored(key.url()), because);
    }
  }

  private void forget() {
    for (Entry entry : cache.stores().find(key).entries()) {
      if (Vary.mismatch(cache.policy(), entry.stored(), request.fields()).isEmpty()) {
        cache.stores().remove(entry);
      }
    }
  }

  /**
   * The whole of which the beginning is stored and the rest came.
   *
   * @param begun the entry that has the beginning
   * @param rest the 206
   * @param restPart which bytes came
   * @param whole what they make together
   */
  Response completed(
      Entry begun,
      Response rest,
      Part restPart,
      Part whole,
      Instant requestTime,
      Instant responseTime)
      throws IOException {
    Fields fields = StoredFields.update(cache.policy(), begun.stored().fields(), rest.fields());
    fields =
        whole.total().isPresent()
            ? fields.with("Content-Length", Long.toString(whole.total().getAsLong()))
            : fields.without("Content-Length");
    Response all =
        new Response(
            begun.stored().status(), begun.stored().reason(), rest.version(), fields, rest.body());
    var store =
        new StorageVerdict.Store(
            whole,
            whole.total().isPresent(),
            Because.of(
                CacheReason.STORE_COMPLETED,
                Clause.rfc(9111, "3.4"),
                restPart.first(),
                restPart.end() - 1,
                "If-Range"));
    return keep(
        store, all, requestTime, responseTime, Optional.of(new Begun(begun, restPart.first())));
  }

  /** Stored bytes that stand before those that come. */
  private record Begun(Entry entry, long length) {}

  private Response keep(
      StorageVerdict.Store store,
      Response came,
      Instant requestTime,
      Instant responseTime,
      Optional<Begun> begun)
      throws IOException {
    OptionalLong length = begun.isPresent() ? store.part().total() : came.body().length();
    answers.outcome(
        answers
            .outcome()
            .storing(
                length.isPresent() ? Outcome.Storing.STORED : Outcome.Storing.UNLESS_TOO_LARGE));
    Stored head = head(store, came, requestTime, responseTime);
    Spool spool = cache.stores().spool();
    if (begun.isPresent()) {
      copy(begun.get().entry().content(), begun.get().length(), spool);
    }
    if (came.body().isEmpty() && begun.isEmpty()) {
      complete(head, came, store, spool);
      spool.close();
      return came;
    }
    BodyStream source = came.body().open();
    var filling =
        new Filling(
            source,
            spool,
            cache.stores().mostBytes(),
            length,
            cache.limits().rest(),
            new Filling.Ending() {
              @Override
              public void complete(Spool all) {
                Keeping.this.complete(head, came, store, all);
              }

              @Override
              public void cutOff(Spool begun, Filling.Cut how) {
                Keeping.this.cutOff(head, came, begun, how);
              }
            });
    BodyStream reader =
        filling.reader().orElseThrow(() -> new IllegalStateException("nobody closed it yet"));
    cache.share(key);
    if (head.part().first() == 0 && !came.status().equals(Status.PARTIAL_CONTENT)) {
      // Those who wait may read along; the flight is over when the body is.
      flight.ifPresent(mine -> {
        if (mine.course().variant().isEmpty() && !Vary.isStar(head.fields())) {
          // What selects among the answers is known now, and those who know it look for it there.
          var its = new Flight.Course(key, Optional.of(head.selecting()));
          cache.flights().putIfAbsent(its, mine);
          variant = Optional.of(its);
        }
        mine.land(new Flight.Landing.Shared(head, came.version(), filling));
      });
    }
    return came.with(Body.streaming(reader, length));
  }

  private static void copy(Content from, long length, Spool to) throws IOException {
    byte[] chunk = new byte[64 * 1024];
    try (InputStream in = from.open(0, length)) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        to.put(chunk, 0, n);
      }
    }
  }

  private Stored head(
      StorageVerdict.Store store, Response came, Instant requestTime, Instant responseTime) {
    Fields fields = StoredFields.toStore(cache.policy(), came.fields());
    Status status = came.status();
    if (status.equals(Status.PARTIAL_CONTENT)) {
      // A part is stored as a part of the 200 that it belongs to (RFC 9111 3.3).
      status = Status.OK;
      OptionalLong total = store.part().total();
      fields = fields.without("Content-Range", "Content-Length");
      fields =
          total.isPresent()
              ? fields.with("Content-Length", Long.toString(total.getAsLong()))
              : fields;
    }
    return Stored.of(
        status,
        status.equals(came.status()) ? came.reason() : status.phrase(),
        fields,
        Vary.selecting(request.fields(), came.fields()),
        requestTime,
        responseTime,
        store.part(),
        Duration.ZERO);
  }

  private void complete(Stored head, Response came, StorageVerdict.Store store, Spool all) {
    boolean part = came.status().equals(Status.PARTIAL_CONTENT);
    long first = part ? head.part().first() : 0;
    long end = first + all.length();
    OptionalLong total = part ? head.part().total() : OptionalLong.of(end);
    if (total.isPresent() && end > total.getAsLong()) {
      notStored(Because.of(CacheReason.PART_UNUSABLE, Clause.rfc(9111, "3.3")));
    } else {
      put(head.with(new Part(first, end, total)), came, all, store.because());
    }
    land(new Flight.Landing.LookAgain());
  }

  private void cutOff(Stored head, Response came, Spool begun, Filling.Cut how) {
    Optional<String> guard = Ranges.strongValidator(head);
    boolean resumable = begun.length() > 0 && head.status().equals(Status.OK) && guard.isPresent();
    if (how == Filling.Cut.TOO_LARGE) {
      notStored(Because.of(CacheReason.TOO_LARGE, cache.stores().mostBytes()));
    } else if (how == Filling.Cut.NOT_WRITTEN) {
      notStored(Because.of(CacheReason.NOT_WRITTEN));
    } else if (resumable) {
      long first = came.status().equals(Status.PARTIAL_CONTENT) ? head.part().first() : 0;
      OptionalLong total = head.part().end() > 0 ? head.part().total() : OptionalLong.empty();
      long end = first + begun.length();
      put(
          head.with(new Part(first, end, total)),
          came,
          begun,
          Because.of(CacheReason.STORE_PART, Clause.rfc(9111, "3.3"), first, end - 1, guard.get()));
    } else {
      CacheReason reason =
          how == Filling.Cut.NOT_READ ? CacheReason.NOT_READ : CacheReason.BROKEN_OFF;
      notStored(Because.of(reason, Clause.rfc(9111, "3.3"), begun.length()));
    }
    land(new Flight.Landing.Alone());
  }

  private void put(Stored head, Response came, Spool body, Because because) {
    Duration took = Duration.between(head.requestTime(), cache.now());
    Stored whole =
        Stored.of(
            head.status(),
            head.reason(),
            head.fields(),
            head.selecting(),
            head.requestTime(),
            head.responseTime(),
            head.part(),
            took.isNegative() ? Duration.ZERO : took);
    Optional<Entry> entry = place(whole, came, body);
    if (entry.isPresent()) {
      cache.searches().stored(key, asking.url(), whole.fields(), head.responseTime());
    }
    if (trail.on() && entry.isPresent()) {
      Freshness freshness = Freshness.of(cache.policy(), entry.get().stored(), head.responseTime());
      trail.mark(
          new CacheStep.CacheStored(
              key.url(),
              key.partition(),
              entry.get().store(),
              entry.get().content().length(),
              freshness.isFresh() ? freshness.left() : Duration.ZERO,
              entry.get().stored().part().isWhole()),
          because);
    } else if (entry.isEmpty()) {
      long most = cache.stores().mostBytes();
      notStored(
          body.length() > most
              ? Because.of(CacheReason.TOO_LARGE, most)
              : Because.of(CacheReason.NOT_WRITTEN));
    }
  }

  /** Stores it; a part goes together with the part that is stored, where they belong together. */
  private Optional<Entry> place(Stored stored, Response came, Spool body) {
    var fresh = new Content.InMemory(new byte[0]);
    var entry = new Entry(key, came.version(), stored, fresh, 0);
    if (!stored.part().isWhole()) {
      for (Entry old : cache.stores().find(key).entries()) {
        Optional<Part> together =
            old.isReplacedBy(stored)
                ? PartVerdict.together(old.stored(), stored.part(), stored.fields())
                : Optional.empty();
        if (together.isPresent()) {
          return joined(entry, old, together.get(), body);
        }
      }
    }
    return cache.stores().put(entry, body);
  }

  /** Puts the bytes of two parts that touch together. */
  private Optional<Entry> joined(Entry entry, Entry old, Part together, Spool body) {
    Part mine = entry.stored().part();
    Part theirs = old.stored().part();
    Spool all = cache.stores().spool();
    try {
      if (theirs.first() < mine.first()) {
        copy(old.content(), mine.first() - theirs.first(), all);
      }
      byte[] chunk = new byte[64 * 1024];
      for (long at = 0; at < body.length(); ) {
        int n = body.read(at, chunk, 0, chunk.length);
        all.put(chunk, 0, n);
        at += n;
      }
      if (theirs.end() > mine.end()) {
        try (InputStream in =
            old.content().open(mine.end() - theirs.first(), theirs.end() - theirs.first())) {
          for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            all.put(chunk, 0, n);
          }
        }
      }
      return cache
          .stores()
          .put(
              new Entry(key, entry.version(), entry.stored().with(together), entry.content(), 0),
              all);
    } catch (IOException _) {
      return cache.stores().put(entry, body);
    } finally {
      all.close();
    }
  }
}
