package dev.glasshouse.fetch;

import dev.glasshouse.fetch.cors.Tainting;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.cache.HttpCache;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The answer to a fetch. Its body must be read to the end or closed.
 *
 * @param urls every URL on the way, the one asked for first, the one that answered last, with the
 *     fragment that holds there
 * @param status the status code; 200 for what came without HTTP
 * @param reason the reason phrase; may be empty
 * @param version the version of HTTP; empty when it was another scheme
 * @param fields the header fields of the final answer
 * @param shared what scripts of the page may see of it; all of it is here
 * @param type the media type it is treated as, with the charset parameter
 * @param disposition whether a page is shown or saved
 * @param from where it came from
 * @param body the content, its codings undone
 */
public record FetchResponse(
    List<Url> urls,
    Status status,
    String reason,
    Optional<HttpVersion> version,
    Fields fields,
    Shared shared,
    ContentType type,
    Disposition disposition,
    From from,
    BodyStream body)
    implements AutoCloseable {

  /** Where an answer came from. */
  public enum From {
    NETWORK,
    /** What is stored in memory, perhaps after the server confirmed it. */
    MEMORY_CACHE,
    /** What is stored on disk, perhaps after the server confirmed it. */
    DISK_CACHE,
    FILE,
    DATA,
    ABOUT;

    static From of(HttpCache.Source source) {
      return switch (source) {
        case NETWORK -> NETWORK;
        case MEMORY -> MEMORY_CACHE;
        case DISK -> DISK_CACHE;
      };
    }
  }

  /**
   * The media type that content is treated as.
   *
   * @param essence for example {@code text/html}
   * @param charset the charset parameter of Content-Type, as it was written
   * @param sniffed whether the bytes decided, and not a declaration
   */
  public record ContentType(String essence, Optional<String> charset, boolean sniffed) {}

  /**
   * What scripts of a page may see of an answer (Fetch, 2.2.6 "filtered response").
   *
   * @param tainting how much; of an opaque one nothing, not even the status
   * @param fields the fields that they see
   */
  public record Shared(Tainting tainting, Fields fields) {
    /** Whether they may read the content. */
    public boolean isReadable() {
      return tainting == Tainting.BASIC || tainting == Tainting.CORS;
    }
  }

  /** What becomes of a page's content. */
  public sealed interface Disposition {
    /** It is shown. */
    record Shown() implements Disposition {}

    /**
     * It is saved.
     *
     * @param file a name without any folder, safe to create; or the file that the asker named
     */
    record Saved(String file) implements Disposition {}

    /**
     * Nothing: the server says that there is no content, and what was shown before stays; or nobody
     * wants it.
     */
    record Dropped() implements Disposition {}
  }

  /** Where it came from in the end, with the fragment that holds there. */
  public Url url() {
    return urls.getLast();
  }

  /** Whether the status is 2xx. */
  public boolean isOk() {
    return status.isOk();
  }

  /** Gives up what is not read of the body. */
  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException _) {
      // Given up either way.
    }
  }
}
