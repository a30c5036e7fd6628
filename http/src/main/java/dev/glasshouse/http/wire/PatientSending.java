package dev.glasshouse.http.wire;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import java.io.IOException;

/**
 * A body that mostly waits, on its way out: while it waits there is no thread and no buffer. When
 * there is more, a virtual thread sends it.
 */
public final class PatientSending {
  private static final int PIECE = 1024;

  /** How the version sends content, and ends it. */
  public interface Way extends ContentPump.Sink {
    /** The head goes out. */
    void begin() throws HttpException;

    /** The body has come to its end; its trailers can be had. */
    void finish(BodyStream body) throws HttpException;

    /**
     * It is over: it went out, or did not.
     *
     * @param bytes of content that were sent
     * @param because {@link Because#HAPPENED} when that was all
     * @param ours whether it broke off on our side
     */
    void over(long bytes, Because because, boolean ours);
  }

  private final BodyStream body;
  private final Deadline deadline;
  private final Way way;
  private long sent;

  private PatientSending(BodyStream body, Deadline deadline, Way way) {
    this.body = body;
    this.deadline = deadline;
    this.way = way;
  }

  /**
   * Sends what there is, and goes on by itself when there is more. {@link Way#over} is told once,
   * on this thread or another one.
   *
   * @param deadline for all of it
   */
  public static void begin(Response response, Deadline deadline, Way way) {
    BodyStream body;
    try {
      way.begin();
      body = response.body().open();
    } catch (IOException | RuntimeException e) {
      response.close();
      way.over(0, because(e), !(e instanceof HttpException));
      return;
    }
    new PatientSending(body, deadline, way).more();
  }

  private void more() {
    boolean ended;
    try {
      ended = sendWhatThereIs();
      if (ended) {
        way.finish(body);
      }
    } catch (IOException | RuntimeException | Error e) {
      body.cancel();
      way.over(sent, because(e), !(e instanceof HttpException));
      return;
    }
    if (ended) {
      body.cancel();
      way.over(sent, Because.HAPPENED, false);
    } else {
      body.whenMore(() -> Thread.ofVirtual().name("glass-sending").start(this::more));
    }
  }

  /** Whether that was all. */
  private boolean sendWhatThereIs() throws IOException {
    byte[] piece = new byte[PIECE];
    int n = body.readNow(piece, 0, piece.length);
    while (n > 0) {
      sent += n;
      way.send(piece, n, deadline);
      n = body.readNow(piece, 0, piece.length);
    }
    return n < 0;
  }

  private static Because because(Throwable why) {
    return why instanceof HttpException its
        ? its.because()
        : Because.of(HttpReason.HANDLER_FAILED, Texts.of(why));
  }
}
