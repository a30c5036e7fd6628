package dev.glasshouse.dom.encoding;

/**
 * Turns bytes into characters as they come. A byte that means nothing becomes U+FFFD; nothing is
 * thrown.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#decoder">Encoding Standard 3</a>
 */
public abstract class StreamDecoder {
  StreamDecoder() {}

  /** How many characters there must be room for when so many bytes are decoded. */
  public static int room(int bytes) {
    return 2 * bytes + 16;
  }

  /**
   * Decodes {@code in[from, to)} to {@code out} from {@code at} on, where there must be {@link
   * #room}.
   *
   * @return where in {@code out} the characters end
   */
  public abstract int decode(byte[] in, int from, int to, char[] out, int at);

  /**
   * Says that the stream is over: what is half read becomes U+FFFD.
   *
   * @return where in {@code out} the characters end
   */
  public abstract int finish(char[] out, int at);
}
