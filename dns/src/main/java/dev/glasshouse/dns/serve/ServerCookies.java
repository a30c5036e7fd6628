package dev.glasshouse.dns.serve;

import dev.glasshouse.dns.wire.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Cookies that a server hands out and knows again, so that a client's address is known not to be
 * forged; nothing is stored for them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9018#section-4">RFC 9018 section 4</a>
 */
final class ServerCookies {
  private static final int CLIENT = 8;
  private static final int SERVER = 16;
  private static final long OLDEST = Duration.ofHours(1).toSeconds();
  private static final long AHEAD = Duration.ofMinutes(5).toSeconds();

  private final long key0;
  private final long key1;
  private final InstantSource clock;

  /**
   * Cookies made with a secret.
   *
   * @param secret 16 bytes
   */
  ServerCookies(byte[] secret, InstantSource clock) {
    ByteBuffer bytes = ByteBuffer.wrap(secret).order(ByteOrder.LITTLE_ENDIAN);
    key0 = bytes.getLong();
    key1 = bytes.getLong();
    this.clock = clock;
  }

  /** Whether the length of a cookie is one that may come (RFC 7873 section 5.2.2). */
  static boolean wellFormed(int length) {
    return length == CLIENT || length >= 16 && length <= 40;
  }

  /** Writes the option with the client's cookie and a fresh one of ours. */
  int put(ClientQuery query, int option, byte[] to, int at) {
    byte[] asked = query.scan().bytes();
    Bytes.put16(to, at, 10);
    Bytes.put16(to, at + 2, CLIENT + SERVER);
    System.arraycopy(asked, option + 2, to, at + 4, CLIENT);
    int server = at + 4 + CLIENT;
    Bytes.put32(to, server, 0x01000000);
    Bytes.put32(to, server + 4, (int) clock.instant().getEpochSecond());
    long hash = hash(query, asked, option + 2, to, server);
    for (int i = 0; i < 8; i++) {
      to[server + 8 + i] = (byte) (hash >> 8 * i);
    }
    return server + SERVER;
  }

  /** Whether the cookie of a question was made by us for this client, and lately. */
  boolean isOurs(ClientQuery query, int option) {
    byte[] asked = query.scan().bytes();
    if (Bytes.u16(asked, option) != CLIENT + SERVER) {
      return false;
    }
    int server = option + 2 + CLIENT;
    long age = clock.instant().getEpochSecond() - Bytes.u32(asked, server + 4);
    if (asked[server] != 1 || age > OLDEST || age < -AHEAD) {
      return false;
    }
    long hash = hash(query, asked, option + 2, asked, server);
    int different = 0;
    for (int i = 0; i < 8; i++) {
      different |= asked[server + 8 + i] ^ (byte) (hash >> 8 * i);
    }
    return different == 0;
  }

  private long hash(ClientQuery query, byte[] asked, int clientCookie, byte[] server, int at) {
    byte[] address = query.client().getAddress().getAddress();
    byte[] all = new byte[16 + address.length];
    System.arraycopy(asked, clientCookie, all, 0, CLIENT);
    System.arraycopy(server, at, all, CLIENT, 8);
    System.arraycopy(address, 0, all, 16, address.length);
    return SipHash.of(key0, key1, all);
  }
}
