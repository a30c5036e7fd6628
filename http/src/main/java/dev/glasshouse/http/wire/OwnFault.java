package dev.glasshouse.http.wire;

import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import io.netty.handler.codec.CodecException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What goes wrong on an event loop and is nobody's fault but ours: an {@link Error} or an exception
 * that no codec has thrown. Netty writes it to a log and goes on; whoever waits on the connection
 * would wait until a time-out. So the connection is ended, and its exchanges fail with the reason.
 */
public final class OwnFault {
  private OwnFault() {}

  /** What those who wait are told; empty where the peer or the line is to blame. */
  public static Optional<LostException> of(Throwable cause) {
    Throwable real =
        cause instanceof CodecException && cause.getCause() != null ? cause.getCause() : cause;
    boolean ours =
        real instanceof Error
            || (real instanceof RuntimeException && !(real instanceof CodecException));
    if (!ours) {
      return Optional.empty();
    }
    var told = new LostException(Because.of(HttpReason.OWN_FAULT, Texts.shown(real.toString())));
    told.initCause(real);
    return Optional.of(told);
  }

  /**
   * A task that tells when it fails, instead of leaving that to Netty's log.
   *
   * @param told told what it failed with; ends the connection
   */
  public static Runnable told(Runnable task, Consumer<Throwable> told) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        told.accept(e);
      }
    };
  }
}
