package dev.glasshouse.server.json;

import dev.glasshouse.http.Request;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.RouteStep;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** The items of an array in a request's body, one after the other, as they come. */
public final class JsonItems<T> implements AutoCloseable {
  private final Json json;
  private final BoundedStream in;
  private final JsonParser parser;
  private final ObjectReader reader;
  private final Class<T> type;
  private final Request request;
  private final Trail trail;
  private long taken;

  private JsonItems(
      Json json,
      BoundedStream in,
      JsonParser parser,
      ObjectReader reader,
      Class<T> type,
      Request request,
      Trail trail) {
    this.json = json;
    this.in = in;
    this.parser = parser;
    this.reader = reader;
    this.type = type;
    this.request = request;
    this.trail = trail;
  }

  static <T> JsonItems<T> open(
      Json json, JsonMapper mapper, BoundedStream in, Class<T> type, Request request, Trail trail)
      throws IOException {
    try {
      JsonParser parser = mapper.createParser(in);
      // What follows an item is the next one.
      ObjectReader reader =
          mapper.readerFor(type).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
      var items = new JsonItems<>(json, in, parser, reader, type, request, trail);
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw JsonProblems.notFitting("", "an array is taken here").told(request, trail);
      }
      return items;
    } catch (JacksonException e) {
      in.close();
      throw json.refused(e, request, trail);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /**
   * The next item; empty at the end.
   *
   * @throws ProblemException when it cannot be used
   * @throws IOException when it did not come whole
   */
  public Optional<T> next() throws IOException {
    try {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.END_ARRAY || token == null) {
        if (parser.nextToken() != null) {
          throw JsonProblems.malformed("something follows the array", parser.currentLocation())
              .told(request, trail);
        }
        told();
        return Optional.empty();
      }
      T value = token == JsonToken.VALUE_NULL ? null : reader.readValue(parser);
      if (value == null) {
        throw JsonProblems.notFitting("/" + taken, "null is no item").told(request, trail);
      }
      taken++;
      return Optional.of(value);
    } catch (JacksonException e) {
      throw json.refused(e, request, trail);
    }
  }

  /** How many were taken so far. */
  public long taken() {
    return taken;
  }

  private void told() {
    if (trail.on()) {
      trail.mark(
          new RouteStep.BodyUnderstood(
              request.fields().first("Content-Type").orElse(""),
              taken + " of " + type.getSimpleName(),
              in.bytes()),
          Because.HAPPENED);
    }
  }

  /** Gives up the rest. */
  @Override
  public void close() throws IOException {
    in.close();
  }
}
