package dev.glasshouse.journey.export;

import dev.glasshouse.journey.CacheStep;
import dev.glasshouse.journey.ConnectionStep;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.export.Fields.Cookie;
import dev.glasshouse.journey.export.Fields.Pair;
import dev.glasshouse.journey.view.Exchanges;
import dev.glasshouse.journey.view.Mark;
import dev.glasshouse.journey.view.Waterfall.Row;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Writes the entries of a HAR. */
final class HarEntries {
  /** A moment that is farther away is not told: nanoseconds do not reach. */
  private static final long EXPIRY_NANOS = 200L * 365 * 86_400 * 1_000_000_000;

  private final JsonGenerator json;
  private final Journey journey;
  private final Exchanges exchanges;
  private final HarOptions options;
  private final HarBodies bodies;
  private final Map<Long, FetchStep.Fetched> fetches = new HashMap<>();
  private final Map<Long, String> remotes = new HashMap<>();
  private final Map<String, Integer> hits = new HashMap<>();

  HarEntries(JsonGenerator json, Journey journey, Exchanges exchanges, HarOptions options) {
    this.json = json;
    this.journey = journey;
    this.exchanges = exchanges;
    this.options = options;
    this.bodies = new HarBodies(json, options);
    for (Entry entry : journey.entries()) {
      if (entry.step() instanceof FetchStep.Fetched fetched) {
        fetches.put(fetched.fetch(), fetched);
      } else if (entry.step() instanceof ConnectionStep.Dialed dialed) {
        remotes.put(dialed.connection(), dialed.remote());
      }
    }
  }

  void write(Row row, Optional<Entry> entry, boolean hasPage) throws IOException {
    List<Entry> steps = entry.map(exchanges::steps).orElse(List.of());
    json.writeStartObject();
    if (hasPage) {
      json.writeStringProperty("pageref", HarWriter.pageId(row.page()));
    }
    json.writeStringProperty(
        "startedDateTime", HarWriter.time(journey.wallZero(), row.span().begin()));
    json.writeNumberProperty("time", HarWriter.ms(row.span().nanos()));
    request(row, steps);
    response(row, steps);
    Optional<Entry> cached = cached(steps);
    cache(cached);
    timings(HarTimings.of(row));
    if (row.answer().connection() != 0) {
      Optional.ofNullable(remotes.get(row.answer().connection()))
          .ifPresent(remote -> json.writeStringProperty("serverIPAddress", address(remote)));
      json.writeStringProperty("connection", String.valueOf(row.answer().connection()));
    }
    extras(row);
    if (cached.isPresent() && cached.get().step() instanceof CacheStep.CacheAnswered its) {
      json.writeStringProperty("_fromCache", its.store());
    }
    json.writeEndObject();
  }

  private static Optional<Entry> cached(List<Entry> steps) {
    return steps.reversed().stream()
        .filter(entry -> entry.step() instanceof CacheStep.CacheAnswered)
        .findFirst();
  }

  /** The state of the entry before the request (HAR 1.2, "cache"); empty where it was not used. */
  private void cache(Optional<Entry> cached) throws IOException {
    json.writeName("cache");
    json.writeStartObject();
    if (cached.isPresent() && cached.get().step() instanceof CacheStep.CacheAnswered its) {
      long left =
          Math.max(-EXPIRY_NANOS, Math.min(EXPIRY_NANOS, its.left().toSeconds() * 1_000_000_000));
      json.writeName("beforeRequest");
      json.writeStartObject();
      json.writeStringProperty(
          "expires", HarWriter.time(journey.wallZero(), cached.get().begin() + left));
      json.writeStringProperty(
          "lastAccess", HarWriter.time(journey.wallZero(), cached.get().begin()));
      json.writeStringProperty(
          "eTag", Fields.first(Fields.of(its.fields(), options), "etag").orElse(""));
      json.writeNumberProperty("hitCount", hits.merge(its.url(), 1, Integer::sum));
      json.writeStringProperty("comment", "hitCount counts this journey's only");
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void extras(Row row) {
    FetchStep.Fetched fetched = fetches.get(row.fetch());
    if (fetched != null) {
      json.writeStringProperty("_initiator", fetched.initiator());
      json.writeStringProperty("_priority", fetched.priority());
      json.writeStringProperty("_resourceType", fetched.destination());
    }
    if (row.answer().has(Mark.DISK_CACHE) || row.answer().has(Mark.MEMORY_CACHE)) {
      // As DevTools writes it.
      String store = row.answer().has(Mark.DISK_CACHE) ? "disk" : "memory";
      json.writeStringProperty("_fromCache", store);
    }
    if (row.answer().has(Mark.PUSHED)) {
      json.writeBooleanProperty("_was_pushed", true);
    }
    if (row.failed()) {
      json.writeStringProperty("_error", row.failure().problem());
    }
  }

  private void request(Row row, List<Entry> steps) throws IOException {
    Optional<HttpStep.RequestSent> sent = Exchanges.last(steps, HttpStep.RequestSent.class);
    List<Pair> fields = Fields.of(sent.map(s -> s.fields()).orElse(List.of()), options);
    json.writeName("request");
    json.writeStartObject();
    json.writeStringProperty("method", row.method());
    json.writeStringProperty("url", row.url());
    json.writeStringProperty("httpVersion", sent.map(s -> s.version()).orElse(""));
    cookies(Fields.sent(fields));
    pairs("headers", fields);
    pairs("queryString", Fields.query(row.url()));
    long bodyBytes = sent.map(s -> s.bodyBytes()).orElse(0L);
    if (bodyBytes > 0) {
      String type = Fields.first(fields, "content-type").orElse("application/octet-stream");
      bodies.post(type, stored(steps, "request"));
    }
    json.writeNumberProperty("headersSize", sent.map(s -> s.headerBytes()).orElse(-1L));
    json.writeNumberProperty("bodySize", bodyBytes);
    json.writeEndObject();
  }

  private void response(Row row, List<Entry> steps) throws IOException {
    Optional<HttpStep.ResponseBegun> begun = Exchanges.last(steps, HttpStep.ResponseBegun.class);
    List<String> lines =
        cached(steps)
            .map(entry -> ((CacheStep.CacheAnswered) entry.step()).fields())
            .orElseGet(() -> begun.map(b -> b.fields()).orElse(List.of()));
    List<Pair> fields = Fields.of(lines, options);
    boolean ended = Exchanges.last(steps, HttpStep.ResponseEnded.class).isPresent();
    json.writeName("response");
    json.writeStartObject();
    json.writeNumberProperty("status", row.answer().status());
    json.writeStringProperty("statusText", begun.map(b -> b.reasonPhrase()).orElse(""));
    json.writeStringProperty("httpVersion", begun.map(b -> b.version()).orElse(""));
    cookies(Fields.set(fields));
    pairs("headers", fields);
    content(row, fields, steps, ended);
    json.writeStringProperty("redirectURL", redirect(row, fields, steps));
    json.writeNumberProperty("headersSize", begun.map(b -> b.headerBytes()).orElse(-1L));
    long wireBytes = ended ? row.answer().wireBytes() : -1;
    json.writeNumberProperty("bodySize", row.answer().isStored() ? 0 : wireBytes);
    json.writeEndObject();
  }

  private void content(Row row, List<Pair> fields, List<Entry> steps, boolean ended)
      throws IOException {
    json.writeName("content");
    json.writeStartObject();
    json.writeNumberProperty("size", row.answer().bytes());
    if (ended && Exchanges.last(steps, HttpStep.BodyDecoded.class).isPresent()) {
      json.writeNumberProperty("compression", row.answer().bytes() - row.answer().wireBytes());
    }
    String type =
        Fields.first(fields, "content-type")
            .orElse(row.answer().mediaType().isEmpty() ? "x-unknown" : row.answer().mediaType());
    json.writeStringProperty("mimeType", type);
    bodies.content(type, row.answer().bytes(), stored(steps, "response"));
    json.writeEndObject();
  }

  private static Optional<HttpStep.BodyStored> stored(List<Entry> steps, String message) {
    return steps.reversed().stream()
        .filter(e -> e.step() instanceof HttpStep.BodyStored s && s.message().equals(message))
        .map(e -> (HttpStep.BodyStored) e.step())
        .findFirst();
  }

  private static String redirect(Row row, List<Pair> fields, List<Entry> steps) {
    if (row.answer().status() < 300 || row.answer().status() > 399) {
      return "";
    }
    return Exchanges.last(steps, FetchStep.Redirected.class)
        .map(FetchStep.Redirected::to)
        .or(() -> Fields.first(fields, "location"))
        .orElse("");
  }

  private void timings(HarTimings timings) {
    json.writeName("timings");
    json.writeStartObject();
    optional("blocked", timings.blocked());
    optional("dns", timings.dns());
    optional("connect", timings.connect());
    optional("ssl", timings.ssl());
    json.writeNumberProperty("send", HarWriter.ms(timings.send()));
    json.writeNumberProperty("wait", HarWriter.ms(timings.waiting()));
    json.writeNumberProperty("receive", HarWriter.ms(timings.receive()));
    json.writeEndObject();
  }

  /** A timing that is -1 when there was nothing of the kind. */
  private void optional(String name, long nanos) {
    if (nanos == 0) {
      json.writeNumberProperty(name, -1);
    } else {
      json.writeNumberProperty(name, HarWriter.ms(nanos));
    }
  }

  private void pairs(String name, List<Pair> pairs) {
    json.writeName(name);
    json.writeStartArray();
    for (Pair pair : pairs) {
      json.writeStartObject();
      json.writeStringProperty("name", pair.name());
      json.writeStringProperty("value", pair.value());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void cookies(List<Cookie> cookies) {
    json.writeName("cookies");
    json.writeStartArray();
    for (Cookie cookie : cookies) {
      json.writeStartObject();
      json.writeStringProperty("name", cookie.pair().name());
      json.writeStringProperty("value", cookie.pair().value());
      cookie.attribute("path").ifPresent(path -> json.writeStringProperty("path", path));
      cookie.attribute("domain").ifPresent(domain -> json.writeStringProperty("domain", domain));
      cookie.expires().ifPresent(expires -> json.writeStringProperty("expires", expires));
      cookie.attribute("httponly").ifPresent(x -> json.writeBooleanProperty("httpOnly", true));
      cookie.attribute("secure").ifPresent(x -> json.writeBooleanProperty("secure", true));
      cookie.attribute("samesite").ifPresent(s -> json.writeStringProperty("sameSite", s));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** An address without its port and brackets. */
  private static String address(String remote) {
    int close = remote.indexOf(']');
    if (remote.startsWith("[") && close > 0) {
      return remote.substring(1, close);
    }
    int colon = remote.indexOf(':');
    return colon > 0 && colon == remote.lastIndexOf(':') ? remote.substring(0, colon) : remote;
  }
}
