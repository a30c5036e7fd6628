package dev.glasshouse.layout.text;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/** Packs a TrueType file as WOFF 1.0, so that a real one is at hand. */
final class Woff {
  private static final int HEAD = 44;

  private Woff() {}

  static byte[] packed(byte[] sfnt) {
    ByteBuffer in = ByteBuffer.wrap(sfnt);
    int tables = in.getShort(4);
    ByteBuffer directory = ByteBuffer.allocate(20 * tables);
    var data = new ByteArrayOutputStream();
    int start = HEAD + 20 * tables;
    int whole = 12 + 16 * tables;
    for (int i = 0; i < tables; i++) {
      int at = 12 + 16 * i;
      int length = in.getInt(at + 12);
      byte[] table = new byte[length];
      in.get(in.getInt(at + 8), table);
      byte[] packed = deflated(table);
      byte[] kept = packed.length < length ? packed : table;
      directory.putInt(in.getInt(at)).putInt(start + data.size()).putInt(kept.length);
      directory.putInt(length).putInt(in.getInt(at + 4));
      data.writeBytes(kept);
      data.writeBytes(new byte[-kept.length & 3]);
      whole += length + 3 & ~3;
    }
    ByteBuffer out = ByteBuffer.allocate(start + data.size());
    out.putInt(0x774F4646).putInt(in.getInt(0)).putInt(out.capacity());
    out.putShort((short) tables).putShort((short) 0).putInt(whole);
    return out.put(HEAD, directory.array()).put(start, data.toByteArray()).array();
  }

  private static byte[] deflated(byte[] bytes) {
    try (var deflater = new Deflater()) {
      deflater.setInput(bytes);
      deflater.finish();
      var out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    }
  }
}
