package dev.glasshouse.http.h2;

import dev.glasshouse.http.Limits;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.List;
import java.util.Optional;

/** The streams of a connection by their numbers (RFC 9113 5.1.1); on the event loop only. */
final class Streams {
  /** How many closed streams are remembered: some round trips' worth. */
  private static final int REMEMBERED = 512;

  private final Limits.Multiplex limits;
  private final IntObjectMap<Http2Stream> open = new IntObjectHashMap<>();
  private final ClosedStreams closed = new ClosedStreams(REMEMBERED);
  private int lastTheirs;
  private int nextOurs;
  private long granted;

  Streams(Limits.Multiplex limits, boolean client) {
    this.limits = limits;
    this.nextOurs = client ? 1 : 2;
  }

  Optional<Http2Stream> get(int id) {
    return Optional.ofNullable(open.get(id));
  }

  /** How many are open. */
  int open() {
    return open.size();
  }

  /** Those that are open now. */
  List<Http2Stream> all() {
    return List.copyOf(open.values());
  }

  /** How those ended that are not open any more. */
  ClosedStreams closed() {
    return closed;
  }

  /** The highest of the peer's own. */
  int lastTheirs() {
    return lastTheirs;
  }

  void lastTheirs(int id) {
    lastTheirs = id;
  }

  /** The number that our next one gets. */
  int nextOurs() {
    return nextOurs;
  }

  /** Takes up a stream. */
  void add(Http2Stream stream, int id, StreamState state, long peerWindow) {
    stream.opened(id, state, peerWindow);
    open.put(id, stream);
    granted += stream.window().size();
  }

  /** Takes up one of ours; its number is the next. */
  void addOurs(Http2Stream stream, StreamState state, long peerWindow) {
    add(stream, nextOurs, state, peerWindow);
    nextOurs += 2;
  }

  void remove(Http2Stream stream, ClosedStreams.End how) {
    if (open.remove(stream.id()) != null) {
      granted -= stream.window().size();
      closed.remember(stream.id(), how);
    }
  }

  /** Content of a stream was taken; how much more its peer is to be allowed. */
  int credit(Http2Stream stream, int bytes) {
    int before = stream.window().size();
    int more = stream.window().taken(bytes, limits.held() - granted);
    granted += stream.window().size() - before;
    return more;
  }
}
