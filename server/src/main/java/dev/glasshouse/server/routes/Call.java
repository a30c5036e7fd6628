package dev.glasshouse.server.routes;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Request;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.FormUrlEncoded;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A request that has found its route.
 *
 * @param request the request
 * @param aside what may be said beside the response
 * @param pattern the pattern of the route, as it was written
 * @param places what stands in the pattern's places, by their names
 */
public record Call(Request request, Aside aside, String pattern, Map<String, Object> places) {

  /** Where the request's story is told. */
  public Trail trail() {
    return aside.trail();
  }

  /**
   * What stands in the place {@code {name}} or {@code {name...}}, decoded.
   *
   * @throws IllegalArgumentException when the pattern has no such place
   */
  public String text(String name) {
    return place(name, String.class);
  }

  /**
   * The number in the place {@code {name:int}}.
   *
   * @throws IllegalArgumentException when the pattern has no such place
   */
  public int integer(String name) {
    return place(name, Integer.class);
  }

  /**
   * The number in the place {@code {name:long}}.
   *
   * @throws IllegalArgumentException when the pattern has no such place
   */
  public long number(String name) {
    return place(name, Long.class);
  }

  /**
   * The UUID in the place {@code {name:uuid}}.
   *
   * @throws IllegalArgumentException when the pattern has no such place
   */
  public UUID uuid(String name) {
    return place(name, UUID.class);
  }

  /**
   * The day in the place {@code {name:date}}.
   *
   * @throws IllegalArgumentException when the pattern has no such place
   */
  public LocalDate date(String name) {
    return place(name, LocalDate.class);
  }

  private <T> T place(String name, Class<T> type) {
    Object value = places.get(name);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "the pattern " + pattern + " has no place " + name + " of " + type.getSimpleName());
    }
    return type.cast(value);
  }

  /** The first value of that name in the query; empty where there is none. */
  public Optional<String> query(String name) {
    return queries(name).stream().findFirst();
  }

  /** All values of that name in the query, in order. */
  public List<String> queries(String name) {
    return FormUrlEncoded.parse(request.query()).stream()
        .filter(pair -> pair.name().equals(name))
        .map(FormUrlEncoded.Pair::value)
        .toList();
  }
}
