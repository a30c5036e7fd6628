package dev.glasshouse.app;

import java.io.IOException;
import java.util.List;

/** Closing what a server's command has opened. */
final class Closing {
  private Closing() {}

  /**
   * The last first.
   *
   * @throws IOException when one cannot be closed; the rest is left to the end of the process
   */
  static void all(List<AutoCloseable> open) throws IOException {
    for (AutoCloseable each : open.reversed()) {
      try {
        each.close();
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
  }
}
