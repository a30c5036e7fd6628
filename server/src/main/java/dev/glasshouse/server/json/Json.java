package dev.glasshouse.server.json;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.RouteStep;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads bodies of requests as JSON into records, and writes records as JSON into responses (RFC
 * 8259). A body that cannot be used ends the work on the request with a problem that says where and
 * why: 415 for what is no JSON by its type, 413 for too much, 400 for what is malformed, 422 for
 * what can be read but does not fit the record. Safe for many threads.
 *
 * <p>A record's components must be there and not be null, but for those of type {@link Optional};
 * members that the record does not have are refused, unless it is {@link #lenient}.
 */
public final class Json {
  private final JsonMapper mapper;
  private final JsonLimits limits;

  private Json(JsonMapper mapper, JsonLimits limits) {
    this.mapper = mapper;
    this.limits = limits;
  }

  /** With the usual limits. */
  public static Json usual() {
    return with(JsonLimits.USUAL);
  }

  /** With these limits. */
  public static Json with(JsonLimits limits) {
    var constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(limits.depth())
            .maxStringLength(limits.text())
            .maxNameLength(1000)
            .maxNumberLength(100)
            .build();
    JsonMapper mapper =
        JsonMapper.builder(
                JsonFactory.builder()
                    .streamReadConstraints(constraints)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(
                DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .annotationIntrospector(new RequiredComponents())
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();
    return new Json(mapper, limits);
  }

  /** The same, for clients that may send members that nobody here knows. */
  public Json lenient() {
    return new Json(
        mapper.rebuild().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build(),
        limits);
  }

  /**
   * The body of a request.
   *
   * @throws ProblemException when it cannot be used
   * @throws IOException when it did not come whole
   */
  public <T> T read(Request request, Class<T> type, Trail trail) throws IOException {
    admit(request, limits.body(), trail);
    try (BodyStream body = request.body().open()) {
      var bounded = new BoundedStream(body, limits.body());
      T value;
      try {
        value = mapper.readValue(bounded, type);
      } catch (JacksonException e) {
        throw refused(e, request, trail);
      }
      if (value == null) {
        throw JsonProblems.isNull().told(request, trail);
      }
      if (trail.on()) {
        trail.mark(
            new RouteStep.BodyUnderstood(
                request.fields().first("Content-Type").orElse(""),
                type.getSimpleName(),
                bounded.bytes()),
            Because.HAPPENED);
      }
      return value;
    }
  }

  /**
   * The items of a body that is one array, as they come: no more than one is in memory at once.
   *
   * @throws ProblemException when it cannot be used
   * @throws IOException when it did not come whole
   */
  public <T> JsonItems<T> readItems(Request request, Class<T> type, Trail trail)
      throws IOException {
    admit(request, limits.streamed(), trail);
    var bounded = new BoundedStream(request.body().open(), limits.streamed());
    return JsonItems.open(this, mapper, bounded, type, request, trail);
  }

  private static void admit(Request request, long most, Trail trail) throws ProblemException {
    Optional<Refusal> refusal = JsonProblems.admission(request, most);
    if (refusal.isPresent()) {
      throw refusal.get().told(request, trail);
    }
  }

  /** What Jackson says of a body, as the client is told it; or what it could not read it for. */
  IOException refused(JacksonException problem, Request request, Trail trail) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof BoundedStream.TooLong tooLong) {
        return tooLong.refusal().told(request, trail);
      }
      if (cause instanceof IOException broken) {
        return broken;
      }
    }
    return JsonProblems.of(problem).told(request, trail);
  }

  /** A response with a value as JSON. */
  public Response answer(Status status, Object value) {
    return Response.of(status)
        .with("Content-Type", "application/json")
        .with(Body.of(mapper.writeValueAsBytes(value)));
  }

  /** A response, 200, with a value as JSON. */
  public Response answer(Object value) {
    return answer(Status.OK, value);
  }

  /** A response with an array, whose items are made while it is sent; closes them at its end. */
  public Response answerItems(Status status, Stream<?> items) {
    Iterator<?> iterator = items.iterator();
    return Response.of(status)
        .with("Content-Type", "application/json")
        .with(Body.streaming(new ItemStream(mapper, iterator, items::close)));
  }
}
