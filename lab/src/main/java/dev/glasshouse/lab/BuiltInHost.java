package dev.glasshouse.lab;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * A host of the built-in internet. Each has a loopback address of its own (127.0.0.0/8, RFC 1122
 * 3.2.1.3 g), so that hosts differ in the record as they would elsewhere.
 *
 * @param name its name, under {@code .test} (RFC 6761 6.2)
 * @param address its address
 */
record BuiltInHost(String name, InetAddress address) {
  static final BuiltInHost APEX = at("glasshouse.test", 2);
  static final BuiltInHost WWW = at("www.glasshouse.test", 3);
  static final BuiltInHost STATIC = at("static.glasshouse.test", 4);

  /** The same site as {@link #WWW}; its zone says that it speaks HTTP/3, and is no host of http. */
  static final BuiltInHost H3 = at("h3.glasshouse.test", 6);

  static final List<BuiltInHost> ALL = List.of(APEX, WWW, STATIC, H3);

  /** The host of an address; empty where it is none's. */
  static Optional<BuiltInHost> at(InetAddress address) {
    return ALL.stream().filter(host -> host.address().equals(address)).findFirst();
  }

  private static BuiltInHost at(String name, int last) {
    try {
      return new BuiltInHost(
          name, InetAddress.getByAddress(name, new byte[] {127, 80, 0, (byte) last}));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
