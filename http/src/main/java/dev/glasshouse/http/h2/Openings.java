package dev.glasshouse.http.h2;

import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.LostException;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.StreamReason;
import dev.glasshouse.net.Connection;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The streams that a client opens, one after the other, as the server has room for them (RFC 9113
 * 5.1.2). On the event loop only, where nothing else is said.
 */
final class Openings {
  private static final int MOST_STREAM = Integer.MAX_VALUE - 1;

  /** An exchange that the peer has no room for yet. */
  private record Held(Http2Stream stream, long bytes, Runnable open) {}

  private final Endpoint endpoint;
  private final Connection connection;
  private final Runnable full;
  private final Deque<Held> held = new ArrayDeque<>();
  private volatile int allowed = (int) PeerSettings.INITIAL.streams();

  /**
   * None yet.
   *
   * @param full told when the connection can take no more for ever
   */
  Openings(Endpoint endpoint, Connection connection, Runnable full) {
    this.endpoint = endpoint;
    this.connection = connection;
    this.full = full;
  }

  /** How many streams at once the server has room for; for any thread. */
  int allowed() {
    return allowed;
  }

  /** The server says how many it has room for. */
  void allow(int streams) {
    allowed = streams;
    next();
  }

  /**
   * Opens a stream, when there is room.
   *
   * @param bytes the size of its field section, as the server counts it
   * @param open writes the field section
   */
  void open(Http2Stream stream, long bytes, Runnable open) {
    open(new Held(stream, bytes, open));
  }

  private void open(Held one) {
    if (one.stream().state() == StreamState.CLOSED) {
      return;
    }
    if (endpoint.parting().isLeaving()
        || !connection.isOpen()
        || endpoint.streams().nextOurs() >= MOST_STREAM) {
      full.run();
      notSent(one);
    } else if (one.bytes() > endpoint.peer().section()) {
      tooLarge(one);
    } else if (endpoint.streams().open() >= allowed) {
      held.add(one);
    } else {
      connection.countExchange();
      one.open().run();
    }
  }

  /**
   * The server has said that it will not read so much (RFC 9113 6.5.2,
   * SETTINGS_MAX_HEADER_LIST_SIZE is advice): it would answer with 431 at best, and often ends the
   * connection under all the others. So the request fails here, alone, and nothing is sent.
   */
  private void tooLarge(Held one) {
    long most = endpoint.peer().section();
    var problem =
        new LimitException(
            Because.of(StreamReason.PEER_SECTION, Clause.rfc(9113, "6.5.2"), most, one.bytes()),
            "SETTINGS_MAX_HEADER_LIST_SIZE",
            most,
            "bytes");
    endpoint.faults().tell(problem);
    one.stream().fail(problem);
    endpoint.close(one.stream(), ClosedStreams.End.RESET_BY_US);
  }

  private void notSent(Held one) {
    one.stream().fail(new LostException(Because.of(StreamReason.NOT_SENT)));
    endpoint.close(one.stream(), ClosedStreams.End.RESET_BY_US);
  }

  /** There may be room again, or never any more. */
  void next() {
    while (!held.isEmpty()
        && (endpoint.streams().open() < allowed || endpoint.parting().isLeaving())) {
      open(held.remove());
    }
  }

  /** The connection has gone. */
  void gone() {
    for (Held one = held.poll(); one != null; one = held.poll()) {
      notSent(one);
    }
  }
}
