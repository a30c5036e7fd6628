package dev.glasshouse.journey;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A body that streams by and is kept on its way, where the journey keeps bodies.
 *
 * <p>Whoever reads the body hands on its pieces, and says once how it ended: a whole body becomes a
 * {@link HttpStep.BodyStored}, any other a {@link HttpStep.BodyNotKept} with the reason. That the
 * store fails (a full disk) never disturbs the reader. An empty body leaves nothing.
 */
public final class KeptBody {
  /** Keeps nothing, and costs nothing. */
  static final KeptBody NONE = new KeptBody(Trail.OFF, null, "");

  private final Trail trail;
  private final @Nullable BodyStore store;
  private final String message;
  private BodyStore.@Nullable Writer writer;
  private Optional<String> problem = Optional.empty();
  private long bytes;
  private boolean ended;

  KeptBody(Trail trail, @Nullable BodyStore store, String message) {
    this.trail = trail;
    this.store = store;
    this.message = message;
  }

  /** Takes the next piece. */
  public void piece(byte[] from, int offset, int length) {
    if (store != null && length > 0) {
      write(store, from, offset, length);
    }
  }

  private synchronized void write(BodyStore to, byte[] from, int offset, int length) {
    if (ended) {
      return;
    }
    bytes += length;
    if (problem.isPresent()) {
      return;
    }
    try {
      if (writer == null) {
        writer = to.writer();
      }
      writer.write(from, offset, length);
    } catch (IOException e) {
      problem = Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** The body is whole. */
  public void whole() {
    end(true);
  }

  /** The rest of the body does not come, or is not wanted. */
  public void cut() {
    end(false);
  }

  private synchronized void end(boolean isWhole) {
    if (store == null || ended) {
      return;
    }
    ended = true;
    if (bytes > 0) {
      tell(isWhole ? finish(store) : Because.of(JourneyReason.BODY_NOT_WHOLE));
    }
    close();
  }

  /** Why it is not kept; {@link Because#HAPPENED} when it is. */
  private Because finish(BodyStore to) {
    if (problem.isEmpty() && writer != null) {
      try {
        Optional<String> hash = writer.finish();
        if (hash.isEmpty()) {
          return Because.of(JourneyReason.BODY_TOO_LARGE, to.maxBody());
        }
        trail.mark(new HttpStep.BodyStored(message, hash.get(), bytes), Because.HAPPENED);
        return Because.HAPPENED;
      } catch (IOException e) {
        problem = Optional.of(String.valueOf(e.getMessage()));
      }
    }
    return Because.of(JourneyReason.BODY_STORE_FAILED, problem.orElse(""));
  }

  private void tell(Because because) {
    if (!because.equals(Because.HAPPENED)) {
      trail.mark(new HttpStep.BodyNotKept(message, bytes), because);
    }
  }

  private void close() {
    try {
      if (writer != null) {
        writer.close();
      }
    } catch (IOException e) {
      // What could not be removed now is swept up when the store is opened again.
    }
  }
}
