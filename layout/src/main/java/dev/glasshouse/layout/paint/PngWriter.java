package dev.glasshouse.layout.paint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes a PNG file row by row (W3C PNG 3), 8 bits a channel, without alpha where the picture is
 * opaque. Rows that are equal to the one above, as most of a page's are, go out as zeros (filter
 * Up); others are stored against their left neighbours (filter Sub) or as they are.
 */
final class PngWriter implements AutoCloseable {
  /** Of zlib's nine: a page of text comes out 3 % bigger than at 6, in a third of the time. */
  private static final int LEVEL = 2;

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final byte NONE = 0;
  private static final byte SUB = 1;
  private static final byte UP = 2;

  private final OutputStream out;
  private final int width;
  private final int channels;
  private final Deflater deflater = new Deflater(LEVEL);
  private final CRC32 crc = new CRC32();
  private final byte[] compressed = new byte[1 << 16];
  private final byte[] row;
  private int[] pixels;
  private int[] above;
  private long written;

  PngWriter(OutputStream out, int width, int height, boolean opaque) throws IOException {
    this.out = out;
    this.width = width;
    this.channels = opaque ? 3 : 4;
    this.row = new byte[1 + width * channels];
    this.pixels = new int[width];
    this.above = new int[width];
    out.write(SIGNATURE);
    written += SIGNATURE.length;
    ByteBuffer header = ByteBuffer.allocate(13);
    header.putInt(width).putInt(height).put((byte) 8).put((byte) (opaque ? 2 : 6));
    chunk("IHDR", header.array(), 13);
    chunk("sRGB", new byte[] {0}, 1);
  }

  /** The next rows: premultiplied pixels, 0xAARRGGBB in the buffer's order. */
  void rows(ByteBuffer band, int rows) throws IOException {
    IntBuffer ints = band.asIntBuffer();
    for (int i = 0; i < rows; i++) {
      ints.get(pixels);
      if (channels == 4) {
        for (int x = 0; x < width; x++) {
          pixels[x] = SkiaPainter.plain(pixels[x]);
        }
      }
      filter();
      deflater.setInput(row);
      drain();
      int[] swap = above;
      above = pixels;
      pixels = swap;
    }
  }

  private void filter() {
    if (Arrays.equals(pixels, above)) {
      Arrays.fill(row, (byte) 0);
      row[0] = UP;
    } else if (flat()) {
      row[0] = NONE;
      store(0);
    } else {
      row[0] = SUB;
      store(-1);
    }
  }

  /** Whether many pixels are like their left neighbours: text and boxes, no photograph. */
  private boolean flat() {
    int alike = 0;
    for (int x = 1; x < width; x++) {
      alike += pixels[x] == pixels[x - 1] ? 1 : 0;
    }
    return alike >= width / 10;
  }

  /**
   * Stores the channels, less those of the left neighbour where {@code mask} is -1 and not where it
   * is 0.
   */
  private void store(int mask) {
    int at = 1;
    int left = 0;
    for (int x = 0; x < width; x++) {
      int p = pixels[x];
      row[at++] = (byte) ((p >>> 16) - (left >>> 16));
      row[at++] = (byte) ((p >>> 8) - (left >>> 8));
      row[at++] = (byte) (p - left);
      if (channels == 4) {
        row[at++] = (byte) ((p >>> 24) - (left >>> 24));
      }
      left = p & mask;
    }
  }

  private void drain() throws IOException {
    while (!deflater.needsInput() || deflater.finished()) {
      int n = deflater.deflate(compressed, 0, compressed.length, Deflater.NO_FLUSH);
      if (n > 0) {
        chunk("IDAT", compressed, n);
      }
      if (n == 0 || deflater.finished()) {
        break;
      }
    }
  }

  /** Ends the file; returns its size in bytes. */
  long finish() throws IOException {
    deflater.finish();
    while (!deflater.finished()) {
      int n = deflater.deflate(compressed);
      chunk("IDAT", compressed, n);
    }
    chunk("IEND", new byte[0], 0);
    out.flush();
    return written;
  }

  private void chunk(String type, byte[] data, int length) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    crc.reset();
    crc.update(name);
    crc.update(data, 0, length);
    out.write(ByteBuffer.allocate(4).putInt(length).array());
    out.write(name);
    out.write(data, 0, length);
    out.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    written += 12L + length;
  }

  @Override
  public void close() {
    deflater.end();
  }
}
