package dev.glasshouse.journey;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Steps of connections: routes, dialing, TLS, and what the kernel knows. */
public sealed interface ConnectionStep extends Step {

  /**
   * The plug into the network was chosen.
   *
   * @param transport epoll, io_uring, NIO, or the name of a private network
   */
  record NetworkOpened(String transport) implements ConnectionStep {}

  /**
   * The way out of this machine towards an address.
   *
   * @param destination the address
   * @param networkInterface the interface, for example eth0
   * @param source our own address on it
   * @param prefixLength the length of its network prefix, bits
   * @param netmask the same as a mask, for example 255.255.255.0
   * @param network the network number
   * @param nextHop the gateway's address; empty when the destination is on the link
   * @param nextHopMac the next hop's hardware address, where known; empty otherwise
   */
  record RouteChosen(
      String destination,
      String networkInterface,
      String source,
      int prefixLength,
      String netmask,
      String network,
      String nextHop,
      String nextHopMac)
      implements ConnectionStep {}

  /**
   * One attempt to connect to one address, from its start to its end.
   *
   * @param host the name that is dialed for
   * @param address address and port
   * @param outcome connected, refused, unreachable, timed out, cancelled ...
   * @param attempt 1 for the first address
   */
  record DialAttempted(String host, String address, String outcome, int attempt)
      implements ConnectionStep {}

  /**
   * A connection stands.
   *
   * @param connection its number in this journey
   * @param host the name that was dialed for
   * @param local our address and port
   * @param remote the peer's address and port
   * @param attempts how many addresses were tried
   */
  record Dialed(long connection, String host, String local, String remote, int attempts)
      implements ConnectionStep {}

  /**
   * No connection could be made.
   *
   * @param host the name that was dialed for
   * @param problems one line for each address that was tried
   */
  record DialFailed(String host, List<String> problems) implements ConnectionStep {}

  /**
   * A TLS handshake ended well.
   *
   * @param connection the connection's number
   * @param version for example TLSv1.3
   * @param cipher the cipher suite
   * @param alpn the protocol agreed on; empty when none was
   * @param serverName the name sent (SNI); empty when none was
   * @param resumed whether an earlier session was resumed
   * @param checked whether a wrong certificate would have been refused
   * @param ignored what is wrong with the certificate and was ignored, because that was asked for;
   *     empty when nothing is
   * @param subject whom the certificate names
   * @param issuer who issued it
   * @param notAfter when it expires
   */
  record TlsShaken(
      long connection,
      String version,
      String cipher,
      String alpn,
      String serverName,
      boolean resumed,
      boolean checked,
      String ignored,
      String subject,
      String issuer,
      Instant notAfter)
      implements ConnectionStep {}

  /**
   * A TLS handshake failed.
   *
   * @param connection the connection's number
   * @param serverName the name that was expected
   * @param problem what is wrong
   * @param certificate the certificate's facts; empty when none came
   */
  record TlsFailed(long connection, String serverName, String problem, String certificate)
      implements ConnectionStep {}

  /**
   * A TLS handshake was given up before it ended, because nobody wants the connection any more.
   *
   * @param connection the connection's number
   * @param serverName the name that was expected
   */
  record TlsGivenUp(long connection, String serverName) implements ConnectionStep {}

  /**
   * What the kernel knows of a TCP connection (TCP_INFO).
   *
   * @param connection the connection's number
   * @param when what had just happened, for example closed
   * @param state for example ESTABLISHED
   * @param rtt smoothed round-trip time
   * @param rttVariance its variation
   * @param retransmits segments sent again, in all
   * @param congestionWindow segments
   * @param segmentSize the largest segment that we send, bytes
   * @param pathMtu the largest packet that the path takes, bytes
   */
  record KernelReported(
      long connection,
      String when,
      String state,
      Duration rtt,
      Duration rttVariance,
      long retransmits,
      long congestionWindow,
      long segmentSize,
      long pathMtu)
      implements ConnectionStep {}

  /**
   * A connection ended.
   *
   * @param connection its number
   * @param closedBy us, peer, or reset
   * @param sent bytes sent on it
   * @param received bytes received on it
   * @param exchanges how many requests it carried
   */
  record ConnectionClosed(long connection, String closedBy, long sent, long received, int exchanges)
      implements ConnectionStep {}
}
