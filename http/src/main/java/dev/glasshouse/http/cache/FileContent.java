package dev.glasshouse.http.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Bytes in a file of their own: the body, then the CRC-32C of each block of it. Nothing is given
 * out that was not checked.
 *
 * @param path the file
 * @param length bytes of the body
 * @param tableCrc the checksum of the table of checksums
 */
record FileContent(Path path, long length, int tableCrc) implements Content {
  /** Bytes that have a checksum of their own. */
  static final int BLOCK = 64 * 1024;

  @Override
  public String store() {
    return "disk";
  }

  @Override
  public long memory() {
    return 128;
  }

  private static int blocks(long length) {
    return (int) ((length + BLOCK - 1) / BLOCK);
  }

  /** Bytes of the file of a body of that length. */
  static long fileLength(long length) {
    return length + 4L * blocks(length);
  }

  /** Puts the table of checksums behind a body; the checksum of the table. */
  static int seal(Path path, long length) throws IOException {
    try (DiskFile file = DiskFile.open(path)) {
      ByteBuffer table = ByteBuffer.allocate(4 * blocks(length));
      ByteBuffer block = ByteBuffer.allocate(BLOCK);
      for (long at = 0; at < length; at += BLOCK) {
        block.clear().limit((int) Math.min(BLOCK, length - at));
        readFully(file, block, at);
        table.putInt(crc(block.array(), block.limit()));
      }
      file.write(length, table.array(), 0, table.capacity());
      file.truncate(length + table.capacity());
      return crc(table.array(), table.capacity());
    }
  }

  private static int crc(byte[] bytes, int length) {
    var crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static void readFully(DiskFile file, ByteBuffer into, long at) throws IOException {
    file.read(at, into.array(), 0, into.limit());
  }

  @Override
  public byte[] bytes(long first, int count) throws IOException {
    try (InputStream in = open(first, first + count)) {
      return in.readNBytes(count);
    }
  }

  @Override
  public InputStream open(long first, long end) throws IOException {
    DiskFile file = DiskFile.read(path);
    try {
      ByteBuffer table = ByteBuffer.allocate(4 * blocks(length));
      if (file.size() != fileLength(length)) {
        throw new IOException("the body's file has another length");
      }
      readFully(file, table, length);
      if (crc(table.array(), table.capacity()) != tableCrc) {
        throw new IOException("the body's checksums do not match");
      }
      return new Blocks(file, table, first, end);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** A run of the bytes, read and checked block by block. */
  private final class Blocks extends InputStream {
    private final DiskFile file;
    private final ByteBuffer table;
    private final long end;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK);
    private long position;
    private long loaded = -1;

    Blocks(DiskFile file, ByteBuffer table, long first, long end) {
      this.file = file;
      this.table = table;
      this.position = first;
      this.end = end;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
      if (count == 0) {
        return 0;
      }
      if (position >= end) {
        return -1;
      }
      long number = position / BLOCK;
      if (loaded != number) {
        load(number);
      }
      int at = (int) (position - number * BLOCK);
      int n = (int) Math.min(Math.min(count, block.limit() - at), end - position);
      System.arraycopy(block.array(), at, into, offset, n);
      position += n;
      return n;
    }

    private void load(long number) throws IOException {
      loaded = -1;
      block.clear().limit((int) Math.min(BLOCK, length - number * BLOCK));
      readFully(file, block, number * BLOCK);
      if (crc(block.array(), block.limit()) != table.getInt((int) (4 * number))) {
        throw new IOException("a block's checksum does not match: what is stored is damaged");
      }
      loaded = number;
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
