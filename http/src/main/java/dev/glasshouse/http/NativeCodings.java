package dev.glasshouse.http;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.github.luben.zstd.util.Native;

/**
 * Which codings there are whose coders are native libraries. They come out of jars, which are
 * opened for it: on a machine that has none for its processor, or where they cannot be read or
 * unpacked, the codings are left out, and nothing fails.
 */
final class NativeCodings {
  private NativeCodings() {}

  private static final class Zstd {
    static final boolean THERE = load();

    private static boolean load() {
      try {
        Native.load();
        return true;
      } catch (LinkageError e) {
        return false;
      }
    }
  }

  /** Whether Brotli (RFC 7932) can be coded and decoded. */
  static boolean brotli() {
    return Brotli4jLoader.isAvailable();
  }

  /** Whether Zstandard (RFC 8878) can be coded and decoded. */
  static boolean zstd() {
    return Zstd.THERE;
  }
}
