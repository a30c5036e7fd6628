package dev.glasshouse.url;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * The host of a URL.
 *
 * <p>{@link #toString} is the form that a URL carries: a domain in ASCII, an IPv6 address in
 * brackets. Source: <a href="https://url.spec.whatwg.org/#host-representation">URL standard, 3</a>.
 */
public sealed interface Host {
  /**
   * A host read as the standard's host parser does for special schemes: a domain or an address.
   *
   * @throws UrlException where the text is no host
   */
  static Host parse(String text) {
    UrlNotes notes = new UrlNotes(Limits.DEFAULT);
    try {
      return HostParser.parse(text, 0, text.length(), false, notes, Limits.DEFAULT);
    } catch (ParseFailure e) {
      throw new UrlException(text, e.error(), e.position());
    }
  }

  /** The form for people: as {@link #toString}, with international names in Unicode. */
  default String display() {
    return toString();
  }

  /** Whether this is an IPv4 or IPv6 address. */
  default boolean isAddress() {
    return this instanceof Ipv4 || this instanceof Ipv6;
  }

  /**
   * Whether this is the machine itself whatever any name server says: a loopback address, {@code
   * localhost} or a name that ends in {@code .localhost} (RFC 6761 6.3).
   */
  default boolean isLocalhost() {
    return switch (this) {
      case Domain d -> d.isLocalhost();
      case Ipv4 a -> a.address() >>> 24 == 127;
      case Ipv6 a -> a.high() == 0 && a.low() == 1;
      case Opaque _, Empty _ -> false;
    };
  }

  /**
   * A domain name, not empty, in ASCII and lower case; it may end with a dot.
   *
   * @param name the name as DNS has it, international labels as {@code xn--}
   */
  record Domain(String name) implements Host {
    /** The name in Unicode where all of its labels are valid there; else as it is. */
    @Override
    public String display() {
      return Idna.toUnicode(name);
    }

    @Override
    public boolean isLocalhost() {
      String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
      return bare.equals("localhost") || bare.endsWith(".localhost");
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * An IPv4 address.
   *
   * @param address its 32 bits
   */
  record Ipv4(int address) implements Host {
    /** The address for sockets. */
    public InetAddress toInetAddress() {
      return inetAddress(
          new byte[] {
            (byte) (address >>> 24), (byte) (address >>> 16), (byte) (address >>> 8), (byte) address
          });
    }

    @Override
    public String toString() {
      return (address >>> 24)
          + "."
          + (address >>> 16 & 255)
          + "."
          + (address >>> 8 & 255)
          + "."
          + (address & 255);
    }
  }

  /**
   * An IPv6 address.
   *
   * @param high its first 64 bits
   * @param low its last 64 bits
   */
  record Ipv6(long high, long low) implements Host {
    /** One of the eight 16-bit pieces, counted from 0. */
    public int piece(int index) {
      long half = index < 4 ? high : low;
      return (int) (half >>> (48 - 16 * (index & 3))) & 0xFFFF;
    }

    /** The address for sockets; an IPv4-mapped one stays an IPv6 address. */
    public InetAddress toInetAddress() {
      byte[] bytes = new byte[16];
      for (int i = 0; i < 8; i++) {
        bytes[2 * i] = (byte) (piece(i) >>> 8);
        bytes[2 * i + 1] = (byte) piece(i);
      }
      try {
        return Inet6Address.getByAddress(null, bytes, -1);
      } catch (UnknownHostException e) {
        throw new AssertionError(e); // 16 bytes are always an address
      }
    }

    /** The address without brackets, the longest run of zero pieces as {@code ::}. */
    public String address() {
      return Ipv6Text.write(this);
    }

    @Override
    public String toString() {
      return "[" + address() + "]";
    }
  }

  /**
   * The host of a URL whose scheme is not special: text that only its own scheme understands.
   *
   * @param text percent-encoded, not empty
   */
  record Opaque(String text) implements Host {
    @Override
    public String toString() {
      return text;
    }
  }

  /** The host of {@code file:///x}: there, and empty. */
  enum Empty implements Host {
    /** The only one. */
    EMPTY;

    @Override
    public String toString() {
      return "";
    }
  }

  private static InetAddress inetAddress(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError(e); // four bytes are always an address
    }
  }
}
