package dev.glasshouse.layout.text;

import dev.glasshouse.layout.skia.Limits;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What the head of a font file claims (WOFF 1.0 section 3, WOFF 2.0 section 4.1): looked at before
 * anything is unpacked.
 */
final class FontFile {
  private static final int WOFF = 0x774F4646;
  private static final int WOFF2 = 0x774F4632;
  private static final int SFNT_SIZE = 16;

  private FontFile() {}

  /** Why the file is too large, as it is or unpacked; empty where it is not. */
  static Optional<String> tooLarge(byte[] file, Limits limits) {
    if (file.length > limits.webFontBytes()) {
      return Optional.of(
          "the file has " + file.length + " bytes, more than " + limits.webFontBytes());
    }
    if (file.length < SFNT_SIZE + 4) {
      return Optional.empty();
    }
    ByteBuffer head = ByteBuffer.wrap(file);
    int signature = head.getInt(0);
    long unpacked = head.getInt(SFNT_SIZE) & 0xFFFFFFFFL;
    boolean packed = signature == WOFF || signature == WOFF2;
    return packed && unpacked > 4L * limits.webFontBytes()
        ? Optional.of("it says that it has " + unpacked + " bytes unpacked, which is too much")
        : Optional.empty();
  }
}
