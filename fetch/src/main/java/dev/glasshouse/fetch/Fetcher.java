package dev.glasshouse.fetch;

import dev.glasshouse.journey.Trail;

/**
 * Fetches resources of every scheme that is fetched: {@code http https file data about}. Blocking,
 * to be called from virtual threads; interrupting the thread gives the fetch up.
 */
public final class Fetcher implements AutoCloseable {
  Fetcher() {}

  /**
   * Fetches a resource: follows redirects, sends and keeps cookies, decides the media type.
   *
   * @return the final answer, whatever its status; its body streams
   * @throws FetchException when nothing was fetched
   */
  public FetchResponse fetch(FetchRequest request, Trail trail) throws FetchException {
    throw new UnsupportedOperationException("lands within the hour");
  }

  /** Gives up what is under way and closes the connections. */
  @Override
  public void close() {}
}
