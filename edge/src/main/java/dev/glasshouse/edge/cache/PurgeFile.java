package dev.glasshouse.edge.cache;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The orders to purge, a line each: a checksum, the moment in nanoseconds, and what is meant. A
 * line that was cut off at the end was never confirmed; anything else that does not match its
 * checksum means that the file is damaged.
 */
final class PurgeFile implements Closeable {
  /** An order and when it was given. */
  record Order(Purge purge, Instant when) {
    private String text() {
      return when.getEpochSecond() + "." + when.getNano() + " " + purge.line();
    }

    String line() {
      return sum(text()) + " " + text() + "\n";
    }

    static Order parse(String line) throws IOException {
      try {
        String[] parts = line.split(" ", 3);
        if (parts.length < 3 || !parts[0].equals(sum(parts[1] + " " + parts[2]))) {
          throw new IOException("not an order");
        }
        String[] moment = parts[1].split("\\.", 2);
        return new Order(
            Purge.parse(parts[2]),
            Instant.ofEpochSecond(Long.parseLong(moment[0]), Long.parseLong(moment[1])));
      } catch (RuntimeException e) {
        throw new IOException("not an order", e);
      }
    }

    private static String sum(String text) {
      var crc = new CRC32C();
      crc.update(text.getBytes(StandardCharsets.UTF_8));
      return String.format("%08x", crc.getValue());
    }
  }

  /**
   * What was read.
   *
   * @param orders the orders, in their order
   * @param end where the last whole line ends
   * @param damaged whether there are lines that cannot be read
   */
  record Contents(List<Order> orders, long end, boolean damaged) {}

  /** Orders that a file may have before it is begun anew, with one order for all in their place. */
  private static final int MOST = 4 * Purges.MOST;

  private final RandomAccessFile file;

  private PurgeFile(RandomAccessFile file) {
    this.file = file;
  }

  static Contents read(Path path) throws IOException {
    if (!Files.exists(path)) {
      return new Contents(List.of(), 0, false);
    }
    byte[] bytes = Files.readAllBytes(path);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    var orders = new ArrayList<Order>();
    boolean damaged = false;
    for (String line : new String(bytes, 0, end, StandardCharsets.UTF_8).split("\n")) {
      try {
        if (!line.isEmpty()) {
          orders.add(Order.parse(line));
        }
      } catch (IOException _) {
        damaged = true;
      }
    }
    if (damaged || orders.size() > MOST) {
      return new Contents(List.of(), 0, true);
    }
    return new Contents(orders, end, false);
  }

  /** Opens it to go on behind what was read; a damaged one begins anew with an order for all. */
  static PurgeFile open(Path path, Contents contents, Instant now) throws IOException {
    if (contents.damaged()) {
      Path fresh = path.resolveSibling("purges.new");
      Files.writeString(fresh, new Order(Purge.all(), now).line());
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    var file = new RandomAccessFile(path.toFile(), "rw");
    long end = contents.damaged() ? file.length() : contents.end();
    file.setLength(end);
    file.seek(end);
    return new PurgeFile(file);
  }

  void append(Order order) throws IOException {
    file.write(order.line().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException _) {
      // What counts was written when it was said.
    }
  }
}
