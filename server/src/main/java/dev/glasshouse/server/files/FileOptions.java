package dev.glasshouse.server.files;

import java.util.List;
import java.util.Optional;

/**
 * How a tree of files is served.
 *
 * @param documents names of files that stand for their folder, the first that is there: {@code
 *     index.html}, {@code index.htm}
 * @param listings whether a folder without such a file is listed: off, since it tells what nobody
 *     linked
 * @param writing whether PUT and DELETE work: off
 * @param hidden whether names that begin with a dot are served: off, but for {@code .well-known}
 *     (RFC 8615), since such files hold settings and histories
 * @param coding whether bodies are coded for clients that take that: on
 * @param hints whether the links of a page are told before it (103, RFC 8297): on
 * @param cacheControl the Cache-Control of every file: {@code no-cache}, so that each is asked for
 *     again, and 304 is the answer; empty for none
 * @param limits its limits
 */
public record FileOptions(
    List<String> documents,
    Switch listings,
    Switch writing,
    Switch hidden,
    Switch coding,
    Switch hints,
    Optional<String> cacheControl,
    FileLimits limits) {

  /** On or off. */
  public enum Switch {
    /** On. */
    ON,
    /** Off. */
    OFF;

    boolean isOn() {
      return this == ON;
    }
  }

  /** What is served without a word about it. */
  public static final FileOptions USUAL =
      new FileOptions(
          List.of("index.html", "index.htm"),
          Switch.OFF,
          Switch.OFF,
          Switch.OFF,
          Switch.ON,
          Switch.ON,
          Optional.of("no-cache"),
          FileLimits.USUAL);

  public FileOptions {
    documents = List.copyOf(documents);
  }

  /** The same with listings on or off. */
  public FileOptions listings(Switch to) {
    return new FileOptions(documents, to, writing, hidden, coding, hints, cacheControl, limits);
  }

  /** The same with PUT and DELETE on or off. */
  public FileOptions writing(Switch to) {
    return new FileOptions(documents, listings, to, hidden, coding, hints, cacheControl, limits);
  }

  /** The same with hidden names on or off. */
  public FileOptions hidden(Switch to) {
    return new FileOptions(documents, listings, writing, to, coding, hints, cacheControl, limits);
  }

  /** The same with another Cache-Control (RFC 9111 5.2). */
  public FileOptions cacheControl(String value) {
    return new FileOptions(
        documents, listings, writing, hidden, coding, hints, Optional.of(value), limits);
  }

  /** The same with other limits. */
  public FileOptions limits(FileLimits to) {
    return new FileOptions(documents, listings, writing, hidden, coding, hints, cacheControl, to);
  }
}
