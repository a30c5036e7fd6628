package dev.glasshouse.http.client;

/**
 * Who may share a connection (<a href="https://fetch.spec.whatwg.org/#concept-connection">Fetch,
 * 2.6 "connections"</a>): two requests do only when their partitions are equal.
 *
 * @param key the network partition key: the site of the page that a person sees; empty for requests
 *     of nobody's page
 * @param credentials whether the requests carry credentials: cookies, authentication, client
 *     certificates
 */
public record Partition(String key, boolean credentials) {
  /** That of requests of nobody's page, with credentials. */
  public static final Partition NONE = new Partition("", true);
}
