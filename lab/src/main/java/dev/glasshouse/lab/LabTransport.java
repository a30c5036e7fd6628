package dev.glasshouse.lab;

import dev.glasshouse.dns.Transport;
import dev.glasshouse.journey.Trail;
import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Carries questions to name servers, some of which are played by servers of this process: those
 * hear of the trail of who asks, so that what they do is told in the same journey.
 */
final class LabTransport implements Transport {
  private final Transport beneath;
  private final Transport outside;
  private final Map<InetSocketAddress, InetSocketAddress> played;
  private final Overheard overheard;

  /**
   * A transport.
   *
   * @param played where the servers of addresses really listen; may change while it is in use
   */
  LabTransport(
      Transport beneath, Map<InetSocketAddress, InetSocketAddress> played, Overheard overheard) {
    this(beneath, beneath, played, overheard);
  }

  /** The same with another transport for servers that are not played. */
  LabTransport(
      Transport beneath,
      Transport outside,
      Map<InetSocketAddress, InetSocketAddress> played,
      Overheard overheard) {
    this.beneath = beneath;
    this.outside = outside;
    this.played = played;
    this.overheard = overheard;
  }

  @Override
  public Exchange udp(InetSocketAddress server, byte[] message, Replies replies) {
    return udp(server, message, replies, Trail.OFF);
  }

  @Override
  public Exchange tcp(InetSocketAddress server, byte[] message, Replies replies) {
    return tcp(server, message, replies, Trail.OFF);
  }

  @Override
  public Exchange udp(InetSocketAddress server, byte[] message, Replies replies, Trail trail) {
    InetSocketAddress real = real(server);
    if (real == null) {
      return outside.udp(server, message, replies, trail);
    }
    overheard.asked(server, message, trail);
    return beneath.udp(real, message, as(server, real, replies), trail);
  }

  @Override
  public Exchange tcp(InetSocketAddress server, byte[] message, Replies replies, Trail trail) {
    InetSocketAddress real = real(server);
    if (real == null) {
      return outside.tcp(server, message, replies, trail);
    }
    overheard.asked(server, message, trail);
    return beneath.tcp(real, message, as(server, real, replies), trail);
  }

  /** Where a played server really listens; null for all others, without a look while none is. */
  private @Nullable InetSocketAddress real(InetSocketAddress server) {
    return played.isEmpty() ? null : played.get(server);
  }

  /** What comes from where a server really listens comes from its address. */
  private static Replies as(InetSocketAddress server, InetSocketAddress real, Replies replies) {
    return new Replies() {
      @Override
      public void message(InetSocketAddress from, byte[] message) {
        replies.message(from.equals(real) ? server : from, message);
      }

      @Override
      public void failed(String problem) {
        replies.failed(problem);
      }
    };
  }
}
