package dev.glasshouse.http.cache;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The list of what is in the segments: a line of text that names the format, then records of a
 * fixed size, each with its checksum, one for each entry that was put or removed. It only helps to
 * find entries: whether one is alive and whole, its own record says.
 */
final class IndexFile implements Closeable {
  /** Bytes of a record. */
  static final int RECORD = 64;

  /** The first bytes of the file. */
  static final byte[] HEAD = "glasshouse cache 1\n".getBytes(StandardCharsets.US_ASCII);

  private static final byte PUT = 1;
  private static final byte REMOVE = 2;

  private final DiskFile file;
  private long end;

  private IndexFile(DiskFile file, long end) {
    this.file = file;
    this.end = end;
  }

  /**
   * What was read of the file.
   *
   * @param slots the entries that were put and not removed, the oldest first
   * @param records how many records there are
   * @param end where the sound ones end
   * @param highestId the highest number of an entry that was ever used
   */
  record Contents(List<Slot> slots, int records, long end, long highestId) {
    static final Contents NONE = new Contents(List.of(), 0, HEAD.length, 0);
  }

  /**
   * Reads the file. What is cut off at its end is left out.
   *
   * @throws IOException when it is damaged before its end: what follows cannot be trusted
   */
  static Contents read(Path path) throws IOException {
    if (!Files.exists(path)) {
      return Contents.NONE;
    }
    byte[] bytes = Files.readAllBytes(path);
    if (bytes.length < HEAD.length) {
      return Contents.NONE;
    }
    ByteBuffer all = ByteBuffer.wrap(bytes);
    if (!all.slice(0, HEAD.length).equals(ByteBuffer.wrap(HEAD))) {
      throw new IOException("the index is of another format, or damaged");
    }
    Map<Long, Slot> slots = new LinkedHashMap<>();
    var crc = new CRC32C();
    int records = 0;
    long highest = 0;
    int at = HEAD.length;
    while (at + RECORD <= bytes.length && isSound(bytes, at, crc)) {
      ByteBuffer record = all.slice(at, RECORD);
      byte kind = record.get();
      Slot slot = slot(record.position(8));
      if (kind == PUT) {
        slots.put(slot.id(), slot);
      } else {
        slots.remove(slot.id());
      }
      highest = Math.max(highest, slot.id());
      records++;
      at += RECORD;
    }
    for (int later = at + RECORD; later + RECORD <= bytes.length; later += RECORD) {
      if (isSound(bytes, later, crc)) {
        throw new IOException("the index is damaged");
      }
    }
    return new Contents(new ArrayList<>(slots.values()), records, at, highest);
  }

  private static boolean isSound(byte[] bytes, int at, CRC32C crc) {
    crc.reset();
    crc.update(bytes, at, 4);
    crc.update(bytes, at + 8, RECORD - 8);
    boolean kind = bytes[at] == PUT || bytes[at] == REMOVE;
    return kind && ByteBuffer.wrap(bytes, at + 4, 4).getInt() == (int) crc.getValue();
  }

  private static Slot slot(ByteBuffer record) {
    return new Slot(
        record.getLong(),
        new Slot.Hash(record.getLong(), record.getLong()),
        record.getInt(),
        record.getInt(),
        record.getInt(),
        record.getLong(),
        record.getLong());
  }

  private static void put(ByteBuffer into, byte kind, Slot slot) {
    ByteBuffer record = ByteBuffer.allocate(RECORD);
    record.put(0, kind).position(8);
    record.putLong(slot.id()).putLong(slot.hash().high()).putLong(slot.hash().low());
    record.putInt(slot.segment()).putInt(slot.offset()).putInt(slot.headLength());
    record.putLong(slot.bodyLength()).putLong(slot.bodyFile());
    var crc = new CRC32C();
    crc.update(record.array(), 0, 4);
    crc.update(record.array(), 8, RECORD - 8);
    record.putInt(4, (int) crc.getValue());
    into.put(record.array());
  }

  /** Opens the file to go on at a place; what stands after it is cut off. */
  static IndexFile open(Path path, long end) throws IOException {
    DiskFile file = DiskFile.open(path);
    if (end <= HEAD.length) {
      file.write(0, HEAD, 0, HEAD.length);
    }
    file.truncate(Math.max(end, HEAD.length));
    return new IndexFile(file, Math.max(end, HEAD.length));
  }

  /** Writes the file anew, with these entries only. */
  static IndexFile rewrite(Path path, Collection<Slot> slots) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(HEAD.length + RECORD * slots.size());
    all.put(HEAD);
    slots.forEach(slot -> put(all, PUT, slot));
    Path fresh = path.resolveSibling("index.new");
    Files.write(fresh, all.array());
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return open(path, all.capacity());
  }

  void put(Slot slot) throws IOException {
    append(PUT, slot);
  }

  void remove(Slot slot) throws IOException {
    append(REMOVE, slot);
  }

  private void append(byte kind, Slot slot) throws IOException {
    ByteBuffer record = ByteBuffer.allocate(RECORD);
    put(record, kind, slot);
    file.write(end, record.array(), 0, RECORD);
    end += RECORD;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
