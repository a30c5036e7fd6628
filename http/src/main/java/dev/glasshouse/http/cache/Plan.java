package dev.glasshouse.http.cache;

import dev.glasshouse.http.Field;
import dev.glasshouse.http.caching.Freshness;
import dev.glasshouse.http.caching.Part;
import dev.glasshouse.journey.Because;
import java.util.List;

/** What becomes of a request that the cache may answer. */
sealed interface Plan {
  /** Why. */
  Because because();

  /** What is stored answers; with {@code check} the server is asked meanwhile. */
  record Serve(
      Entry entry, Part part, Freshness freshness, String store, boolean check, Because because)
      implements Plan {
    /** The same, and why the answer that is kept beside it is not used. */
    Serve but(Because why) {
      return new Serve(
          entry,
          part,
          freshness,
          store,
          check,
          because.butNot("the answer before", why.reason(), why.arguments().toArray()));
    }
  }

  /** The server is asked whether an entry holds. */
  record Check(Entry entry, Part part, String store, List<Field> conditions, Because because)
      implements Plan {}

  /** The server is asked for the rest of an entry. */
  record Complete(Entry entry, List<Field> conditions, Because because) implements Plan {}

  /** The server is asked. */
  record Ask(Because because) implements Plan {}

  /** The fields that the request carries to the server beside its own. */
  default List<Field> fields() {
    return switch (this) {
      case Check check -> check.conditions();
      case Complete complete -> complete.conditions();
      case Ask _, Serve _ -> List.of();
    };
  }
}
