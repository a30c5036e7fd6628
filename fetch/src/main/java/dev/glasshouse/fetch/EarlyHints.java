package dev.glasshouse.fetch;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;

/** Who is told what a server says ahead of its answer: 103, Early Hints (RFC 8297). */
public interface EarlyHints {
  /** Nobody. */
  EarlyHints IGNORED = (_, _) -> {};

  /**
   * Early hints came, on the thread that waits for the answer: it must not be held up. What the
   * answer itself says may be something else.
   *
   * @param url whose server said it, after redirects
   * @param fields what it said
   */
  void came(Url url, Fields fields);

  /** As what is told beside an exchange. */
  default Aside heard(Url url, Trail trail) {
    if (this == IGNORED) {
      return Aside.silent(trail);
    }
    EarlyHints its = this;
    return new Aside() {
      @Override
      public void interim(Status status, Fields fields) {
        if (status.equals(Status.EARLY_HINTS)) {
          its.came(url, fields);
        }
      }

      @Override
      public Trail trail() {
        return trail;
      }

      @Override
      public boolean push(Request request) {
        return false;
      }
    };
  }
}
