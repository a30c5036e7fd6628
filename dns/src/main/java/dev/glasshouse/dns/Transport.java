package dev.glasshouse.dns;

import dev.glasshouse.journey.Trail;
import java.net.InetSocketAddress;

/**
 * What carries messages between us and name servers: the network's sockets ({@link
 * NettyTransport}), those of a private network, or a script in a test.
 */
public interface Transport {

  /**
   * Sends a message in a datagram, from a port that nobody can guess, and listens there.
   *
   * @param replies told of what comes back, on any thread, until the exchange is closed
   */
  Exchange udp(InetSocketAddress server, byte[] message, Replies replies);

  /**
   * Sends a message over a TCP connection of its own (RFC 7766), and listens there.
   *
   * @param replies told of what comes back, on any thread, until the exchange is closed
   */
  Exchange tcp(InetSocketAddress server, byte[] message, Replies replies);

  /** The same for a question whose story is told: a network in this process can tell more of it. */
  default Exchange udp(InetSocketAddress server, byte[] message, Replies replies, Trail trail) {
    return udp(server, message, replies);
  }

  /** The same for a question whose story is told: a network in this process can tell more of it. */
  default Exchange tcp(InetSocketAddress server, byte[] message, Replies replies, Trail trail) {
    return tcp(server, message, replies);
  }

  /**
   * Sends a message inside TLS (RFC 7858), over a connection that other questions may share. Where
   * nothing speaks TLS to this server, nothing is sent.
   *
   * @param replies told of what comes back, on any thread, until the exchange is closed
   * @param trail what had it sent; it is told the connection that is made for it
   */
  default Exchange tls(InetSocketAddress server, byte[] message, Replies replies, Trail trail) {
    replies.failed("nothing here speaks TLS to name servers");
    return () -> {};
  }

  /** Whether two addresses are one. Whoever answers mostly has the very object that was asked. */
  static boolean isSame(InetSocketAddress one, InetSocketAddress other) {
    return one == other || one.equals(other);
  }

  /** Told of what comes back. */
  interface Replies {
    /** A message came. */
    void message(InetSocketAddress from, byte[] message);

    /** Nothing will come any more. */
    void failed(String problem);
  }

  /** A socket that waits for an answer. */
  interface Exchange {
    /** Gives the socket back. */
    void close();
  }
}
