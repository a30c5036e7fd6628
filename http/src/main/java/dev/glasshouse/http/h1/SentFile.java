package dev.glasshouse.http.h1;

import dev.glasshouse.http.Body;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.FileRegion;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file that the kernel sends from its own pages (sendfile), piece by piece. It is closed when
 * whoever sends it is done, and no piece waits any more.
 */
final class SentFile implements AutoCloseable {
  private final FileChannel file;
  private final AtomicInteger users = new AtomicInteger(1);

  /** Opens it. */
  SentFile(Body.InFile which) throws IOException {
    file = FileChannel.open(which.path(), StandardOpenOption.READ);
  }

  /** Some of its bytes, as a message for a channel without TLS. */
  FileRegion piece(long first, long count) {
    users.incrementAndGet();
    return new Piece(first, count);
  }

  private void left() {
    if (users.decrementAndGet() == 0) {
      try {
        file.close();
      } catch (IOException _) {
        // Nothing was written to it.
      }
    }
  }

  @Override
  public void close() {
    left();
  }

  private final class Piece extends DefaultFileRegion {
    Piece(long first, long count) {
      super(file, first, count);
    }

    @Override
    protected void deallocate() {
      left();
    }
  }
}
