package dev.glasshouse.dns.serve;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * The addresses that begin with the same bits.
 *
 * @param address one of them
 * @param length how many bits are the same
 */
public record AddressRange(InetAddress address, int length) {

  /**
   * A range out of text.
   *
   * @param text an address, and if it is more than that one, {@code /LENGTH}
   * @throws IllegalArgumentException with a sentence, if it is no range
   */
  public static AddressRange of(String text) {
    int slash = text.indexOf('/');
    try {
      InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
      int most = address.getAddress().length * 8;
      int length = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
      if (length >= 0 && length <= most) {
        return new AddressRange(address, length);
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw new IllegalArgumentException(text + " is no address, and no range ADDRESS/LENGTH");
  }

  /** Whether an address is one of them. */
  public boolean has(InetAddress other) {
    return has(other.getAddress());
  }

  /** Whether an address, as bytes, is one of them. */
  public boolean has(byte[] other) {
    byte[] mine = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    int whole = length / 8;
    int rest = length % 8;
    return Arrays.equals(mine, 0, whole, other, 0, whole)
        && (rest == 0 || ((mine[whole] ^ other[whole]) & 0xff) >> 8 - rest == 0);
  }

  /** How many bits an address, as bytes, begins with as this one does; -1 in another family. */
  public int shared(byte[] other) {
    byte[] mine = address.getAddress();
    if (mine.length != other.length) {
      return -1;
    }
    int first = Arrays.mismatch(mine, other);
    return first < 0
        ? mine.length * 8
        : first * 8 + Integer.numberOfLeadingZeros((mine[first] ^ other[first]) & 0xff) - 24;
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + length;
  }
}
