package dev.glasshouse.lab;

import dev.glasshouse.dns.zone.SmartRules;
import dev.glasshouse.dns.zone.ZoneException;
import java.net.InetAddress;
import java.util.List;

/** Names and addresses of the {@link ContentNetwork}, none of which has to run for them. */
final class ContentNames {
  /** Whose address depends on who asks. */
  static final String BY_NAME = "cdn.glasshouse.test";

  /** Whose one address is that of all nodes. */
  static final String BY_WAY = "anycast.glasshouse.test";

  /** Where there are nodes. */
  static final List<Place> PLACES = List.of(Place.EU, Place.US, Place.ASIA);

  /** The address that every node has. */
  static final InetAddress EVERY_NODE = InetAddress.ofLiteral("127.80.6.1");

  private ContentNames() {}

  /** Whether a name leads to a node. */
  static boolean has(String name) {
    return name.equals(BY_NAME) || name.equals(BY_WAY) || name.endsWith("." + BY_NAME);
  }

  /** The name of one node alone, under which it takes orders to purge. */
  static String own(Place place) {
    return place.word() + "." + BY_NAME;
  }

  /** A node's own address. */
  static InetAddress address(Place place) {
    return InetAddress.ofLiteral("127.80.5." + (1 + place.ordinal()));
  }

  /** What the owner's zone says of them; whoever is led elsewhere asks again soon. */
  static String records() {
    var text = new StringBuilder();
    for (Place place : PLACES) {
      String address = " 20 A " + address(place).getHostAddress() + "\n";
      text.append(BY_NAME).append('.').append(address);
      text.append(own(place)).append('.').append(address);
    }
    return text.append(BY_WAY + ". A " + EVERY_NODE.getHostAddress() + "\n").toString();
  }

  /** Which node's address the resolvers of each place get: the nearest one's. */
  static SmartRules rules() {
    var text = new StringBuilder();
    for (Place place : Place.values()) {
      String node = address(place.nearest(PLACES)).getHostAddress();
      text.append("network ").append(place.word()).append(' ').append(place.network()).append('\n');
      text.append(BY_NAME + " A for ").append(place.word()).append(' ').append(node).append('\n');
    }
    try {
      return SmartRules.parse(text.toString(), "the content network");
    } catch (ZoneException e) {
      throw new IllegalStateException("rules of ours are none: " + text, e);
    }
  }
}
