package dev.glasshouse.http.cache;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A file of records, one after the other. A record is a header, a head and, while it is small, a
 * body:
 *
 * <pre>
 *  0  state      1 byte   alive, or anything else: dead; the only byte that ever changes
 *  1  id         8 bytes
 *  9  headLength 4 bytes
 * 13  bodyLength 8 bytes
 * 21  bodyFile   8 bytes  0 when the body follows the head
 * 29  bodyCrc    4 bytes  CRC-32C of the body; of the table of checksums where it is in a file
 * 33  headCrc    4 bytes  CRC-32C of bytes 1 to 32 and of the head
 * </pre>
 *
 * A record that was cut off, or has a byte that is not as it was written, is none.
 */
final class Segment implements Closeable {
  /** Bytes of a record's header. */
  static final int HEADER = 37;

  private static final byte ALIVE = (byte) 0xa5;
  private static final byte DEAD = 0;

  private final int number;
  private final Path path;
  private final DiskFile file;
  private long end;

  private Segment(int number, Path path, DiskFile file, long end) {
    this.number = number;
    this.path = path;
    this.file = file;
    this.end = end;
  }

  /** Opens a segment, or makes an empty one. */
  static Segment open(int number, Path path) throws IOException {
    DiskFile file = DiskFile.open(path);
    return new Segment(number, path, file, file.size());
  }

  int number() {
    return number;
  }

  Path path() {
    return path;
  }

  /** Bytes of the file; the next record goes there. */
  long end() {
    return end;
  }

  /** A record that was read. */
  record Read(byte[] bytes, int headOffset, int headLength, int bodyOffset, int bodyCrc) {}

  /** Makes the bytes of a record. */
  static byte[] record(Slot slot, byte[] head, byte[] body, int bodyCrc) {
    ByteBuffer record = ByteBuffer.allocate(HEADER + head.length + body.length);
    record.put(ALIVE).putLong(slot.id()).putInt(head.length).putLong(slot.bodyLength());
    record.putLong(slot.bodyFile()).putInt(bodyCrc);
    var crc = new CRC32C();
    crc.update(record.array(), 1, HEADER - 5);
    crc.update(head);
    record.putInt((int) crc.getValue()).put(head).put(body);
    return record.array();
  }

  /** Puts a record at the end; where it begins. */
  int append(byte[] record) throws IOException {
    long at = end;
    file.write(at, record, 0, record.length);
    end += record.length;
    return (int) at;
  }

  /** Marks a record as dead. */
  void kill(Slot slot) throws IOException {
    file.write(slot.offset(), new byte[] {DEAD}, 0, 1);
  }

  /**
   * Reads a record, and checks all its bytes.
   *
   * @throws IOException when it is not as it was written, or is dead
   */
  Read read(Slot slot) throws IOException {
    byte[] bytes = raw(slot);
    ByteBuffer record = ByteBuffer.wrap(bytes);
    boolean alive = record.get() == ALIVE;
    boolean same =
        record.getLong() == slot.id()
            && record.getInt() == slot.headLength()
            && record.getLong() == slot.bodyLength()
            && record.getLong() == slot.bodyFile();
    int bodyCrc = record.getInt();
    int headCrc = record.getInt();
    var crc = new CRC32C();
    crc.update(bytes, 1, HEADER - 5);
    crc.update(bytes, HEADER, slot.headLength());
    if (!alive || !same || (int) crc.getValue() != headCrc) {
      throw new IOException(alive ? "the head's checksum does not match" : "the entry is dead");
    }
    int bodyOffset = HEADER + slot.headLength();
    if (slot.bodyFile() == 0) {
      var bodySum = new CRC32C();
      bodySum.update(bytes, bodyOffset, bytes.length - bodyOffset);
      if ((int) bodySum.getValue() != bodyCrc) {
        throw new IOException("the body's checksum does not match");
      }
    }
    return new Read(bytes, HEADER, slot.headLength(), bodyOffset, bodyCrc);
  }

  /** A record's bytes as they are. */
  byte[] raw(Slot slot) throws IOException {
    if (slot.offset() + slot.recordLength() > end) {
      throw new IOException("the entry is cut off");
    }
    var bytes = new byte[(int) slot.recordLength()];
    file.read(slot.offset(), bytes, 0, bytes.length);
    return bytes;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
