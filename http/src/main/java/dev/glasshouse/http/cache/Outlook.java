package dev.glasshouse.http.cache;

import dev.glasshouse.journey.Because;
import java.util.List;
import java.util.Optional;

/**
 * What would become of a request.
 *
 * @param what what
 * @param store memory or disk, where something is stored; empty where nothing is
 * @param because why
 * @param conditions the fields that the request would carry to the server, {@code name: value}
 * @param same whose stored answer it would be, where it is another URL's; empty where it is its own
 */
public record Outlook(
    What what, String store, Because because, List<String> conditions, Optional<Same> same) {

  /**
   * Another URL, whose stored answer serves as well.
   *
   * @param url the other one
   * @param because why the two are the same
   */
  public record Same(String url, Because because) {}

  /** One that has nothing to do with another URL's answer. */
  Outlook(What what, String store, Because because, List<String> conditions) {
    this(what, store, because, conditions, Optional.empty());
  }

  /** What becomes of a request. */
  public enum What {
    /** The stored answer is used. */
    SERVED,
    /** The stored answer is used, and checked meanwhile. */
    SERVED_AND_CHECKED,
    /** The server is asked whether the stored answer holds. */
    CHECKED,
    /** The server is asked for what is missing. */
    COMPLETED,
    /** The server is asked. */
    ASKED,
    /** The request goes past the cache. */
    PAST,
    /** 504: nothing may be asked. */
    REFUSED
  }
}
