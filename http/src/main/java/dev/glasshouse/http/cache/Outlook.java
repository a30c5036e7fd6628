package dev.glasshouse.http.cache;

import dev.glasshouse.journey.Because;
import java.util.List;

/**
 * What would become of a request.
 *
 * @param what what
 * @param store memory or disk, where something is stored; empty where nothing is
 * @param because why
 * @param conditions the fields that the request would carry to the server, {@code name: value}
 */
public record Outlook(What what, String store, Because because, List<String> conditions) {

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
