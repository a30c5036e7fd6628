package dev.glasshouse.lab;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

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
  static final List<BuiltInHost> ALL = List.of(APEX, WWW, STATIC);

  private static BuiltInHost at(String name, int last) {
    try {
      return new BuiltInHost(
          name, InetAddress.getByAddress(name, new byte[] {127, 80, 0, (byte) last}));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
