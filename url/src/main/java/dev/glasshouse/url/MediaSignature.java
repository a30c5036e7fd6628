package dev.glasshouse.url;

/**
 * The file formats that are not known by a fixed run of bytes: MP4, WebM, MP3 without a tag.
 *
 * <p>Source: <a href="https://mimesniff.spec.whatwg.org/#signature-for-mp4">MIME Sniffing standard,
 * 6.2.1 to 6.2.3</a>.
 */
final class MediaSignature {
  private static final int[] MPEG1_RATES = {
    0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320
  };
  private static final int[] MPEG2_RATES = {
    0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160
  };
  private static final int[] SAMPLE_RATES = {44100, 48000, 32000};

  private MediaSignature() {}

  private static int at(byte[] bytes, int index) {
    return index < bytes.length ? bytes[index] & 0xFF : -1;
  }

  private static boolean has(byte[] bytes, int index, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (at(bytes, index + i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** A box of brands, one of which begins with "mp4". */
  static boolean isMp4(byte[] bytes) {
    // Steps 3 to 6.
    if (bytes.length < 12 || !has(bytes, 4, "ftyp")) {
      return false;
    }
    long size = (long) at(bytes, 0) << 24 | at(bytes, 1) << 16 | at(bytes, 2) << 8 | at(bytes, 3);
    if (bytes.length < size || size % 4 != 0) {
      return false;
    }
    // Steps 7 to 9: the major brand, then the compatible ones, past the brand's version.
    if (has(bytes, 8, "mp4")) {
      return true;
    }
    for (int i = 16; i < size; i += 4) {
      if (has(bytes, i, "mp4")) {
        return true;
      }
    }
    return false;
  }

  /** An EBML header whose document type is "webm". */
  static boolean isWebm(byte[] bytes) {
    if (!has(bytes, 0, "\032E\u00DF\u00A3")) {
      return false;
    }
    for (int i = 4; i < bytes.length && i < 38; i++) {
      if (at(bytes, i) == 0x42 && at(bytes, i + 1) == 0x82) {
        // The length of the value, a number of one to eight bytes, and then the value.
        int first = at(bytes, i + 2);
        if (first <= 0) {
          return false;
        }
        int start = i + 2 + Integer.numberOfLeadingZeros(first) - 23;
        while (at(bytes, start) == 0) {
          start++;
        }
        if (has(bytes, start, "webm")) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Two MP3 frames, one after the other.
   *
   * <p>The standard's text has the first test's "and" for an "or", a difference the wrong way
   * round, and the rates of MPEG 1 and 2 exchanged; here they are as ISO/IEC 11172-3 has them.
   */
  static boolean isMp3(byte[] bytes) {
    if (!isMp3Header(bytes, 0)) {
      return false;
    }
    int size = mp3FrameSize(bytes, 0);
    return size >= 4 && size <= bytes.length && isMp3Header(bytes, size);
  }

  private static boolean isMp3Header(byte[] bytes, int s) {
    if (bytes.length - s < 4 || at(bytes, s) != 0xFF || (at(bytes, s + 1) & 0xE0) != 0xE0) {
      return false;
    }
    int layer = (at(bytes, s + 1) & 0x06) >> 1;
    int bitRate = (at(bytes, s + 2) & 0xF0) >> 4;
    int sampleRate = (at(bytes, s + 2) & 0x0C) >> 2;
    return 4 - layer == 3 && bitRate != 15 && sampleRate != 3;
  }

  /** The bytes of a frame, header included. */
  private static int mp3FrameSize(byte[] bytes, int s) {
    int version = (at(bytes, s + 1) & 0x18) >> 3;
    boolean mpeg1 = version == 3;
    int rate = 1000 * (mpeg1 ? MPEG1_RATES : MPEG2_RATES)[(at(bytes, s + 2) & 0xF0) >> 4];
    int samples = SAMPLE_RATES[(at(bytes, s + 2) & 0x0C) >> 2];
    samples = version == 2 ? samples / 2 : version == 0 ? samples / 4 : samples;
    int padding = (at(bytes, s + 2) & 0x02) >> 1;
    return rate * (mpeg1 ? 144 : 72) / samples + padding;
  }
}
