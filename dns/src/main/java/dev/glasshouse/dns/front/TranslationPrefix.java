package dev.glasshouse.dns.front;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The IPv6 addresses that a translator reaches IPv4 hosts by: a prefix, behind which the IPv4
 * address stands.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6052#section-2.2">RFC 6052 section 2.2</a>
 * @param address the prefix's address
 * @param length 32, 40, 48, 56, 64 or 96
 */
public record TranslationPrefix(Inet6Address address, int length) {
  /** The one that is the same everywhere (RFC 6052 section 2.1). */
  public static final TranslationPrefix WELL_KNOWN = of("64:ff9b::/96");

  /** The byte that is always zero (section 2.2). */
  private static final int RESERVED = 8;

  /**
   * A prefix out of text.
   *
   * @throws IllegalArgumentException with a sentence, if it is none
   */
  public static TranslationPrefix of(String text) {
    String[] parts = text.split("/", 2);
    try {
      int length = parts.length == 2 ? Integer.parseInt(parts[1]) : 96;
      boolean fits = length == 96 || length >= 32 && length <= 64 && length % 8 == 0;
      if (fits && InetAddress.ofLiteral(zeros(parts[0])) instanceof Inet6Address address) {
        return new TranslationPrefix(address, length);
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw new IllegalArgumentException(
        text + " is no IPv6 prefix of length 32, 40, 48, 56, 64 or 96");
  }

  /** {@code ::0} at the end is another way to write {@code ::}. */
  private static String zeros(String address) {
    return address.endsWith("::0") ? address.substring(0, address.length() - 1) : address;
  }

  /** The IPv6 address that stands for an IPv4 one. */
  public Inet6Address of(Inet4Address four) {
    byte[] to = Arrays.copyOf(Arrays.copyOf(address.getAddress(), length / 8), 16);
    int at = length / 8;
    for (byte each : four.getAddress()) {
      at += at == RESERVED ? 1 : 0;
      to[at++] = each;
    }
    try {
      return (Inet6Address) InetAddress.getByAddress(to);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The IPv4 address that an IPv6 one stands for; empty when it stands for none. */
  public Optional<Inet4Address> in(byte[] six) {
    int bytes = length / 8;
    if (!Arrays.equals(six, 0, bytes, address.getAddress(), 0, bytes)) {
      return Optional.empty();
    }
    byte[] four = new byte[4];
    int at = bytes;
    for (int i = 0; i < four.length; i++) {
      at += at == RESERVED ? 1 : 0;
      four[i] = six[at++];
    }
    try {
      return Optional.of((Inet4Address) InetAddress.getByAddress(four));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + length;
  }
}
