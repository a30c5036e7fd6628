package dev.glasshouse.http.cache;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of an entry: as they were transferred, content codings and all. */
interface Content {

  /** How many. */
  long length();

  /** Where they are: memory or disk. */
  String store();

  /** How much memory they take, bytes. */
  long memory();

  /**
   * A run of them.
   *
   * @throws IOException when they cannot be read, or are not what was written
   */
  byte[] bytes(long first, int length) throws IOException;

  /**
   * A run of them, as a stream.
   *
   * @throws IOException when they cannot be read, or are not what was written
   */
  InputStream open(long first, long end) throws IOException;

  /** Bytes in memory. */
  record InMemory(byte[] all) implements Content {
    @Override
    public long length() {
      return all.length;
    }

    @Override
    public String store() {
      return "memory";
    }

    @Override
    public long memory() {
      return all.length;
    }

    @Override
    public byte[] bytes(long first, int length) {
      return first == 0 && length == all.length
          ? all
          : java.util.Arrays.copyOfRange(all, (int) first, (int) first + length);
    }

    @Override
    public InputStream open(long first, long end) {
      return new java.io.ByteArrayInputStream(all, (int) first, (int) (end - first));
    }
  }
}
