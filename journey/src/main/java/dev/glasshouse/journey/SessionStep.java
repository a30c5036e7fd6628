package dev.glasshouse.journey;

/** What happens to the sessions of a program in a server of ours. Ids are always shortened. */
public sealed interface SessionStep extends Step {

  /** A request named a session. */
  record SessionAsked(String id, String by, boolean found) implements SessionStep {}

  /** A session was made. */
  record SessionMade(String id, String store) implements SessionStep {}

  /** What a request changed in its session was stored. */
  record SessionStored(String id, int changes, int tries) implements SessionStep {}

  /** What a request changed in its session was lost. */
  record SessionLost(String id, int changes) implements SessionStep {}

  /** A session got another id. */
  record SessionRotated(String before, String after) implements SessionStep {}

  /** A session was ended. */
  record SessionEnded(String id) implements SessionStep {}

  /** Sessions were put out of the memory. */
  record SessionsEvicted(int sessions, long bytes, String limit) implements SessionStep {}

  /** The store of the sessions did not answer. */
  record StoreFailed(String store, String operation, String problem) implements SessionStep {}
}
