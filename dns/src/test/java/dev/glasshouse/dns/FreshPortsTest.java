package dev.glasshouse.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same over epoll's loops, whose sockets are used again; and what holds of those alone. */
class FreshPortsTest extends NettyTransportTest {

  @BeforeAll
  static void whereThereIsEpoll() {
    assumeTrue(Epoll.isAvailable(), "epoll is not available");
  }

  @Override
  EventLoopGroup loops() {
    return new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  }

  @Override
  Transport transport(EventLoopGroup its) {
    return new NettyTransport(its, EpollDatagramChannel::new, EpollSocketChannel::new);
  }

  @Test
  void aSocketThatIsUsedAgainHasAnotherPortAndHearsNothingOfBefore() throws Exception {
    EventLoopGroup loops = loops();
    Set<Integer> ports = new HashSet<>();
    try (var server = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      server.setSoTimeout(60_000);
      Transport transport = transport(loops);
      var address = (InetSocketAddress) server.getLocalSocketAddress();
      for (byte i = 0; i < 50; i++) {
        var came = new CompletableFuture<byte[]>();
        Transport.Exchange exchange = transport.udp(address, new byte[] {i}, into(came));
        var packet = new DatagramPacket(new byte[16], 16);
        server.receive(packet);
        ports.add(packet.getPort());
        byte[] said = Arrays.copyOf(packet.getData(), packet.getLength());
        // Twice: the second may lie in the socket when the next question takes it.
        for (int twice = 0; twice < 2; twice++) {
          server.send(new DatagramPacket(said, said.length, packet.getSocketAddress()));
        }
        assertThat(came.get(60, TimeUnit.SECONDS)).containsExactly(i);
        exchange.close();
      }
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
    assertThat(ports).hasSizeGreaterThan(40);
  }

  @Test
  void manyThatAreUsedAgainAtOnceHearNothingOfBefore() throws Exception {
    EventLoopGroup loops = loops();
    Set<String> heard = ConcurrentHashMap.newKeySet();
    try (var server = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      server.setSoTimeout(60_000);
      Transport transport = transport(loops);
      var address = (InetSocketAddress) server.getLocalSocketAddress();
      for (byte wave = 0; wave < 20; wave++) {
        var answered = new CountDownLatch(30);
        for (byte i = 0; i < 30; i++) {
          var exchange = new CompletableFuture<Transport.Exchange>();
          byte[] question = {wave, i};
          exchange.complete(
              transport.udp(
                  address,
                  question,
                  each(message -> {
                    heard.add(Arrays.toString(question) + " hears " + Arrays.toString(message));
                    exchange.thenAccept(Transport.Exchange::close);
                    answered.countDown();
                  })));
        }
        for (int i = 0; i < 30; i++) {
          var packet = new DatagramPacket(new byte[16], 16);
          server.receive(packet);
          byte[] said = Arrays.copyOf(packet.getData(), packet.getLength());
          for (int twice = 0; twice < 2; twice++) {
            server.send(new DatagramPacket(said, said.length, packet.getSocketAddress()));
          }
        }
        assertThat(answered.await(60, TimeUnit.SECONDS)).isTrue();
      }
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
    assertThat(heard).hasSize(600).allMatch(each -> each.matches("(.*) hears \\1"));
  }

  private static Transport.Replies each(Consumer<byte[]> then) {
    return new Transport.Replies() {
      @Override
      public void message(InetSocketAddress from, byte[] message) {
        then.accept(message);
      }

      @Override
      public void failed(String problem) {
        throw new AssertionError(problem);
      }
    };
  }

  private static Transport.Replies into(CompletableFuture<byte[]> first) {
    return new Transport.Replies() {
      @Override
      public void message(InetSocketAddress from, byte[] message) {
        first.complete(message);
      }

      @Override
      public void failed(String problem) {
        first.completeExceptionally(new IllegalStateException(problem));
      }
    };
  }
}
