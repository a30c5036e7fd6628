package dev.glasshouse.http.h1;

import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.wire.Inbound;
import dev.glasshouse.http.wire.Inbox;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import io.netty.handler.codec.DecoderException;
import java.util.ArrayList;
import java.util.List;

/**
 * What came in on an HTTP/1 connection in one read: handed over to the inbox at once, so that who
 * waits for it is woken once. Knows how the connection ended, too. On the event loop only.
 */
final class Receiver {
  /** Bytes of content with which whoever waits begins, though the read is not over. */
  private static final int EARLY = 256 * 1024;

  private final Inbox inbox;
  private final List<Inbound> batch = new ArrayList<>();
  private HttpReason goneBecause = HttpReason.PEER_CLOSED;
  private String brokeWith = "";
  private boolean broken;
  private int bytes;

  Receiver(Inbox inbox) {
    this.inbox = inbox;
  }

  /** One more, which goes out with the others. */
  void add(Inbound event) {
    batch.add(event);
    if (event instanceof Inbound.Data data) {
      bytes += data.bytes().readableBytes();
      if (bytes >= EARLY) {
        boolean _ = handOver();
      }
    }
  }

  /** The read is over; whether there is room for another. */
  boolean handOver() {
    if (!batch.isEmpty()) {
      inbox.put(batch.toArray(Inbound[]::new));
      batch.clear();
      bytes = 0;
    }
    return inbox.wantsMore();
  }

  /** Nothing more can come, because of this. Only the first counts. */
  void breakWith(HttpException problem) {
    if (!broken) {
      broken = true;
      batch.add(new Inbound.Broken(problem));
      boolean _ = handOver();
    }
  }

  /** The connection has gone. */
  void gone() {
    breakWith(
        new LostException(
            brokeWith.isEmpty()
                ? Because.of(goneBecause)
                : Because.of(HttpReason.CONNECTION_BROKE, brokeWith)));
  }

  /** What the connection is going to break with. */
  void failed(Throwable cause) {
    Throwable inner = cause instanceof DecoderException ? cause.getCause() : null;
    String message = Texts.of(inner == null ? cause : inner);
    if (message.contains("reset")) {
      goneBecause = HttpReason.PEER_RESET;
    } else {
      brokeWith = Texts.shown(message);
    }
  }
}
