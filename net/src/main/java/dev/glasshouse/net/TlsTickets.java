package dev.glasshouse.net;

import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.security.SecureRandom;

/** Keys that session tickets are sealed with (RFC 5077 section 4). */
final class TlsTickets {
  private TlsTickets() {}

  /** A new random key. */
  static OpenSslSessionTicketKey key() {
    var random = new SecureRandom();
    return new OpenSslSessionTicketKey(
        bytes(random, OpenSslSessionTicketKey.NAME_SIZE),
        bytes(random, OpenSslSessionTicketKey.HMAC_KEY_SIZE),
        bytes(random, OpenSslSessionTicketKey.AES_KEY_SIZE));
  }

  private static byte[] bytes(SecureRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
