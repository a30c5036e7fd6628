package dev.glasshouse.http.websocket;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.PushReason;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses the messages of one direction (RFC 7692 7.2.2). What that needs is made when there
 * is something to decompress, and let go of after each message where each is compressed by itself.
 * Not safe for several threads.
 */
final class Inflation implements AutoCloseable {
  private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

  /** Takes what comes out, and may refuse more. */
  interface Sink {
    void take(byte[] bytes, int length) throws ClosedException;
  }

  private final boolean forgets;
  private Optional<Inflater> held = Optional.empty();

  /**
   * A direction's.
   *
   * @param forgets whether each message is compressed by itself
   */
  Inflation(boolean forgets) {
    this.forgets = forgets;
  }

  /** Some of a message. */
  void some(byte[] bytes, int offset, int length, Sink sink) throws ClosedException {
    Inflater inflater = held.orElseGet(() -> new Inflater(true));
    held = Optional.of(inflater);
    int from = offset;
    int left = length;
    while (left > 0) {
      inflater.setInput(bytes, from, left);
      drain(inflater, sink);
      if (!inflater.finished()) {
        return;
      }
      // RFC 7692 7.2.3.5: a message may end its blocks in its middle; others begin behind them.
      int taken = left - inflater.getRemaining();
      from += taken;
      left -= taken;
      inflater.reset();
    }
  }

  /** The message's end. */
  void end(Sink sink) throws ClosedException {
    some(TAIL, 0, TAIL.length, sink);
    if (forgets) {
      close();
    }
  }

  private static void drain(Inflater inflater, Sink sink) throws ClosedException {
    byte[] piece = new byte[4096];
    try {
      for (int n = inflater.inflate(piece); n > 0; n = inflater.inflate(piece)) {
        sink.take(piece, n);
      }
    } catch (DataFormatException e) {
      throw bad(String.valueOf(e.getMessage()));
    }
    if (inflater.needsDictionary()) {
      throw bad("it needs a dictionary");
    }
  }

  private static ClosedException bad(String what) {
    return new ClosedException(
        CloseCode.BAD_DATA, Because.of(PushReason.BAD_DEFLATE, Clause.rfc(7692, "7.2.2"), what));
  }

  @Override
  public void close() {
    held.ifPresent(Inflater::end);
    held = Optional.empty();
  }
}
