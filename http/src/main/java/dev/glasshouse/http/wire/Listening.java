package dev.glasshouse.http.wire;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import java.io.IOException;

/**
 * Reads the content of a request piece by piece, and listens to the answer while none is there:
 * what is to be sent next may depend on what is answered, and an answer that says no need not wait
 * for more. A body that does not {@link BodyStream#tellsMore tell} is waited for alone. Used by the
 * one thread that sends.
 */
public final class Listening implements ContentPump.Reading {
  private final Inbox inbox;
  private final Deadline deadline;
  private final Ear ear;
  private Inbound early = Inbound.NOTHING;

  /** Takes what is heard before the answer itself. */
  public interface Ear {
    /** Something came in. */
    void saw(Inbound event);

    /** It is the head of an answer that is not final. */
    void interim(Inbound.ResponseHead head) throws HttpException;

    /** There is no more time. */
    HttpException late();
  }

  /**
   * Nothing was read.
   *
   * @param inbox what the answer comes in by
   * @param deadline of the whole exchange
   */
  public Listening(Inbox inbox, Deadline deadline, Ear ear) {
    this.inbox = inbox;
    this.deadline = deadline;
    this.ear = ear;
  }

  /** Whether an answer has come, or it is known that none will. */
  public boolean holdsAnswer() {
    return early != Inbound.NOTHING || inbox.holdsAnswer();
  }

  /** What was heard that is not told yet: the answer's head or its end; each once. */
  public Inbound take() {
    Inbound event = early;
    early = Inbound.NOTHING;
    return event;
  }

  /** Has something told that was heard elsewhere. */
  public void put(Inbound event) {
    early = event;
  }

  @Override
  public int read(BodyStream body, byte[] piece) throws IOException {
    if (!body.tellsMore()) {
      return body.read(piece);
    }
    int n = body.readNow(piece, 0, piece.length);
    if (n == 0) {
      body.whenMore(inbox::nudge);
      listen();
    }
    return n;
  }

  private static boolean isInterim(Inbound.ResponseHead head) {
    return head.status().isInterim() && !head.status().equals(Status.SWITCHING_PROTOCOLS);
  }

  private void listen() throws HttpException {
    Inbound event;
    try {
      event = inbox.takeOrNudged(System.nanoTime() + deadline.leftNanos());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancelledException(Because.of(HttpReason.GIVEN_UP));
    }
    ear.saw(event);
    switch (event) {
      case Inbound.ResponseHead head when isInterim(head) -> ear.interim(head);
      case Inbound.ResponseHead _, Inbound.Broken _ -> early = event;
      case Inbound.Nothing _ -> {
        if (deadline.passed()) {
          throw ear.late();
        }
      }
      case Inbound.Begun _ -> {}
      case Inbound.End _, Inbound.Data _, Inbound.RequestHead _ ->
          throw new IllegalStateException("out of order: " + event);
    }
  }
}
