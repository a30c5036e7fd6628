package dev.glasshouse.journey;

/** Steps of the client's policy. */
public sealed interface FetchStep extends Step {

  /**
   * A resource was asked for; the step lasts from the asking to the last byte or the failure. One
   * row of the waterfall; with redirects, each {@link Exchanged} under it is a row of its own.
   *
   * @param fetch its number in this journey
   * @param url the URL asked for
   * @param destination what it is for: document, style, image, font, script, other
   * @param initiator what asked for it: the person, the scanner, the tree, a style sheet, with its
   *     place
   * @param priority for example highest, high, medium, low
   * @param outcome ok, failed or cancelled
   */
  record Fetched(
      long fetch, String url, String destination, String initiator, String priority, String outcome)
      implements FetchStep {}

  /**
   * One request and its response, among perhaps several of a fetch (redirects, retries).
   *
   * @param fetch the fetch's number
   * @param method the method
   * @param url the URL
   * @param status the status code; 0 when none came
   * @param mediaType the response's media type; empty when none
   * @param bytes size of the decoded body
   */
  record Exchanged(long fetch, String method, String url, int status, String mediaType, long bytes)
      implements FetchStep {}

  /**
   * A redirect was followed.
   *
   * @param status the status code
   * @param from the URL that redirected
   * @param to the URL that it named
   * @param method the method from here on
   * @param hop 1 for the first redirect of the fetch
   */
  record Redirected(int status, String from, String to, String method, int hop)
      implements FetchStep {}

  /**
   * A redirect was not followed.
   *
   * @param status the status code
   * @param from the URL that redirected
   * @param to what it named
   */
  record RedirectRefused(int status, String from, String to) implements FetchStep {}

  /**
   * The media type of a body was decided.
   *
   * @param url the URL
   * @param declared what Content-Type said; empty when absent
   * @param decided the type it is treated as
   * @param sniffed whether the bytes decided
   */
  record TypeDecided(String url, String declared, String decided, boolean sniffed)
      implements FetchStep {}

  /**
   * What is done with a document's response was decided.
   *
   * @param url the URL
   * @param disposition shown or saved
   * @param file the file it is saved as; empty when shown
   */
  record DispositionDecided(String url, String disposition, String file) implements FetchStep {}

  /**
   * A file was read for a {@code file:} URL.
   *
   * @param path its path
   * @param what file, directory listing or default document
   * @param bytes its size
   */
  record FileRead(String path, String what, long bytes) implements FetchStep {}

  /**
   * A URL was answered without a network: {@code data:} or {@code about:}.
   *
   * @param url the URL, shortened
   * @param bytes size of the body
   */
  record AnsweredLocally(String url, long bytes) implements FetchStep {}

  /**
   * A fetch failed.
   *
   * @param url the URL
   * @param problem what happened
   */
  record FetchFailed(String url, String problem) implements FetchStep {}
}
