package dev.glasshouse.http.h1;

import dev.glasshouse.http.OpenFile;
import io.netty.channel.DefaultFileRegion;

/**
 * Some of a file's bytes, as a message for a channel without TLS: the kernel sends them from its
 * own pages (sendfile). It holds the file until it is sent or dropped.
 */
final class SentFile extends DefaultFileRegion {
  private final OpenFile file;

  /**
   * These bytes.
   *
   * @param file held once for this, which lets go of it
   */
  SentFile(OpenFile file, long first, long count) {
    super(file.channel(), first, count);
    this.file = file;
  }

  @Override
  protected void deallocate() {
    file.close();
  }
}
