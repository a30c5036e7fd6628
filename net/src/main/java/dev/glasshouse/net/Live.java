package dev.glasshouse.net;

import java.net.InetSocketAddress;
import java.time.Duration;

/** A connection that lives, over TCP or QUIC, as {@link Connections} lists it. */
public interface Live {
  /**
   * How a connection stands at a moment.
   *
   * @param state the kernel's word for it, or QUIC's; {@code -} where nobody tells
   * @param sent bytes sent so far
   * @param received bytes received so far
   */
  record Standing(String state, long sent, long received) {}

  /** Its number, unique in its network. */
  long number();

  /** What was dialed. */
  Target target();

  /** Our address and port. */
  InetSocketAddress local();

  /** The peer's address and port. */
  InetSocketAddress remote();

  /** What is spoken on it, as ALPN names it; where nothing was agreed on, tcp, tls or quic. */
  String protocol();

  /** How many exchanges it has carried. */
  int exchanges();

  /**
   * How it stands now. Blocks; not to be called on an event loop.
   *
   * @param patience how long it may take to find out; what was known before is told then
   */
  Standing standing(Duration patience);

  /** Closes it; does nothing when it is closed already. */
  void close();
}
