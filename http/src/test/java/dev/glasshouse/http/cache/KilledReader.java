package dev.glasshouse.http.cache;

import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.util.Arrays;

/** Asks for what {@link KilledWriter} has put. */
final class KilledReader {
  private KilledReader() {}

  /** The number of the answer, whose body was compared; -1 when nothing is stored. */
  static long ask(HttpCache cache, Origin origin, int number, CacheMode mode) throws IOException {
    Url url = Url.parse("http://example.com/" + number);
    Response response =
        cache
            .send(
                Request.get(url),
                new Asking(url, Origin.SITE, true, mode, false),
                origin,
                Trail.OFF)
            .response();
    try (var in = response.body().open()) {
      byte[] body = in.readAllBytes();
      if (response.status().code() == 504) {
        return -1;
      }
      long told = Long.parseLong(response.fields().first("N").orElseThrow());
      if (!Arrays.equals(body, KilledWriter.body(told))) {
        throw new AssertionError("wrong bytes for " + url.href());
      }
      return told;
    }
  }
}
