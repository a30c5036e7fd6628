package dev.glasshouse.dns.serve;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The connections that stand, and the limits on them. From any thread. */
final class Connections {
  private final ServeLimits limits;
  private final ServerCounts counts;
  private final Set<Channel> all = ConcurrentHashMap.newKeySet();
  private final Map<InetAddress, Integer> byClient = new ConcurrentHashMap<>();

  Connections(ServeLimits limits, ServerCounts counts) {
    this.limits = limits;
    this.counts = counts;
  }

  /** Whether one more is taken; it is counted until it closes. */
  boolean admit(Channel channel, InetAddress client) {
    boolean room = all.size() < limits.connections();
    if (byClient.merge(client, 1, Integer::sum) > limits.perClient() || !room) {
      leave(client);
      counts.add(ServerCount.CONNECTIONS_REFUSED);
      return false;
    }
    all.add(channel);
    counts.add(ServerCount.CONNECTIONS);
    channel
        .closeFuture()
        .addListener(_ -> {
          all.remove(channel);
          leave(client);
        });
    return true;
  }

  private void leave(InetAddress client) {
    byClient.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
  }

  /** Lets what is being answered end, and closes all. */
  void end(long time, TimeUnit unit) {
    var standing = List.copyOf(all);
    var left = new CountDownLatch(standing.size());
    for (Channel channel : standing) {
      channel.closeFuture().addListener(_ -> left.countDown());
      // As if each client had said that it asks no more.
      channel
          .eventLoop()
          .execute(() -> {
            StreamHandler handler = channel.pipeline().get(StreamHandler.class);
            if (handler == null) {
              channel.close();
            } else {
              handler.end();
            }
          });
    }
    try {
      if (!left.await(time, unit)) {
        all.forEach(Channel::close);
      }
    } catch (InterruptedException e) {
      all.forEach(Channel::close);
      Thread.currentThread().interrupt();
    }
  }
}
