package dev.glasshouse.http;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file that is open, so that the kernel can send it from its own pages (sendfile), to several
 * clients at once. It is closed when nobody who holds it is left: who opened it holds it once.
 */
public final class OpenFile implements AutoCloseable {
  /** Bytes from which on sending them so costs less than to copy them into the kernel. */
  public static final int WORTH = 64 * 1024;

  private final FileChannel channel;
  private final AtomicInteger holders = new AtomicInteger(1);

  /** A file that was opened to be read; it is closed with this. */
  public OpenFile(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Opens a file.
   *
   * @throws IOException when it cannot be read
   */
  public static OpenFile at(Path path) throws IOException {
    return new OpenFile(FileChannel.open(path, StandardOpenOption.READ));
  }

  /** Holds it once more, until {@link #close}; false when it is closed already. */
  public boolean hold() {
    return holders.getAndUpdate(n -> n > 0 ? n + 1 : n) > 0;
  }

  /** The file, for who holds it; to be closed by this alone. */
  public FileChannel channel() {
    return channel;
  }

  /** Holds it once less. */
  @Override
  public void close() {
    if (holders.decrementAndGet() == 0) {
      try {
        channel.close();
      } catch (IOException _) {
        // Nothing was written to it.
      }
    }
  }
}
