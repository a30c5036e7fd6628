package dev.glasshouse.server.sessions;

import dev.glasshouse.journey.Trail;
import java.time.Instant;
import java.util.Optional;

/**
 * Where sessions are kept, under keys that are no ids. Safe for many threads; each operation is one
 * stroke, whatever other servers do with the same store.
 */
public interface SessionStore extends AutoCloseable {
  /** Its name for people: memory, SQL, Redis, and where it is. */
  String name();

  /**
   * A session; empty for one that is not there, or has ended.
   *
   * @throws StoreException when the store is away
   */
  Optional<Stored> load(String key, Instant now) throws StoreException;

  /**
   * Stores a session where its version is still the one before.
   *
   * @param next its version is one more than the stored one; 1 for one that is not there yet
   * @return whether it was stored; not when another request was faster, or it is gone
   * @throws StoreException when the store is away
   */
  boolean store(String key, Stored next, Trail trail) throws StoreException;

  /**
   * Stores a session under another key, and takes it away under its own, where its version is still
   * the one before.
   *
   * @return whether that was done
   * @throws StoreException when the store is away
   */
  boolean rename(String before, String after, Stored next) throws StoreException;

  /**
   * Says that a session was used, whatever its version.
   *
   * @throws StoreException when the store is away
   */
  void touch(String key, Instant used, Instant expires) throws StoreException;

  /**
   * Takes a session away, if it is there.
   *
   * @throws StoreException when the store is away
   */
  void remove(String key) throws StoreException;

  /**
   * Takes away what is over, and says how many sessions are left. May cost more than the other
   * operations; not for the way of a request.
   *
   * @throws StoreException when the store is away, or does not say it in time
   */
  long held(Instant now) throws StoreException;

  /** What became of its sessions through this process. */
  SessionCounts counts();

  @Override
  void close();
}
