package dev.glasshouse.http.wire;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * Who is at the other end of a connection: what the system says, or a balancer that is believed.
 */
public final class PeerAddress {
  private static final AttributeKey<InetSocketAddress> TOLD =
      AttributeKey.valueOf(PeerAddress.class, "told");

  private PeerAddress() {}

  /** A balancer that is believed said who the client is. */
  public static void told(Channel channel, InetSocketAddress client) {
    channel.attr(TOLD).set(client);
  }

  /** The client. */
  public static SocketAddress of(Channel channel) {
    InetSocketAddress told = channel.attr(TOLD).get();
    return told == null ? channel.remoteAddress() : told;
  }

  /** Address and port, as a journey has them. */
  public static String text(SocketAddress peer) {
    if (peer instanceof InetSocketAddress its && its.getAddress() instanceof Inet4Address address) {
      // Every request has one, and most are such ones: the general text costs several times as
      // much.
      String host = its.getHostString();
      if (host.equals(address.getHostAddress())) {
        return host + ':' + its.getPort();
      }
    }
    String text = String.valueOf(peer);
    return text.startsWith("/") ? text.substring(1) : text;
  }
}
