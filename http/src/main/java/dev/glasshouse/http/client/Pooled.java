package dev.glasshouse.http.client;

import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.wire.ClientSession;
import java.util.HashSet;
import java.util.Set;

/**
 * A session that the pool knows, and how it is used. What changes is guarded by the pool's lock.
 */
final class Pooled {
  private final ClientSession session;
  private final Peer peer;
  private final PoolKey madeFor;
  private final String origin;

  /** The keys whose requests it carries. */
  final Set<PoolKey> serves = new HashSet<>();

  /** The origins that the server does not answer for on it. */
  final Set<String> misdirected = new HashSet<>();

  /** Exchanges that were granted, and are not over. */
  int inFlight;

  /** Of these, those that it does not know of yet. */
  int granted;

  /** Since when nobody uses it ({@link System#nanoTime}). */
  long idleSince;

  /** Whether a timer runs that looks whether it stood unused for too long. */
  boolean watched;

  /** Whether it counts among the connections of all origins. */
  boolean counted = true;

  /** The changes of the memory of alternatives that were looked at for it. */
  volatile int seen;

  /** Whether it carries no further exchange. */
  boolean retired;

  Pooled(ClientSession session, Peer peer, PoolKey madeFor) {
    this.session = session;
    this.peer = peer;
    this.madeFor = madeFor;
    this.origin = madeFor.origin();
    this.idleSince = System.nanoTime();
    serves.add(madeFor);
  }

  ClientSession session() {
    return session;
  }

  Peer peer() {
    return peer;
  }

  PoolKey madeFor() {
    return madeFor;
  }

  /** The origin of a key, as text: made once for the key that most ask for. */
  String origin(PoolKey key) {
    return key.equals(madeFor) ? origin : key.origin();
  }

  /** Whether it carries many exchanges at once. */
  boolean multiplexed() {
    return multiplexed(session.version());
  }

  /** Whether a version carries many exchanges at once. */
  static boolean multiplexed(HttpVersion version) {
    return switch (version) {
      case HTTP_1_0, HTTP_1_1 -> false;
      case SPDY_3_1, HTTP_2, HTTP_3 -> true;
    };
  }

  /** Whether one more exchange may begin on it. */
  boolean hasRoom() {
    return !retired && session.isOpen() && session.room() > granted;
  }

  /** Whether it will never carry another exchange. */
  boolean spent() {
    return retired || !session.isOpen() || session.leaving();
  }
}
