package dev.glasshouse.dns.recursive;

import java.io.IOException;
import org.xbill.DNS.Message;

/** Bytes from outside become messages, or are refused. */
final class Decoding {
  private Decoding() {}

  /** A message out of its bytes. */
  static Message message(byte[] bytes) throws IOException {
    try {
      return new Message(bytes);
    } catch (RuntimeException e) {
      // Some broken records come to this.
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }
}
