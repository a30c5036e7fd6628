package dev.glasshouse.journey;

import java.time.Duration;

/** Steps of QUIC connections (RFC 9000): what was agreed on, what its paths are like, its end. */
public sealed interface QuicStep extends Step {

  /**
   * A QUIC handshake with one address was tried, from its start to its end.
   *
   * @param host the name that is dialed for
   * @param address address and port
   * @param outcome connected, refused, unreachable, timed out, cancelled ...
   * @param attempt 1 for the first address
   */
  record QuicAttempted(String host, String address, String outcome, int attempt)
      implements QuicStep {}

  /**
   * A QUIC connection stands.
   *
   * @param connection the connection's number
   * @param version the version of QUIC, for example QUIC 1
   * @param congestion how this side finds out how fast it may send
   * @param ourId our connection id, in hexadecimal digits
   * @param peerId the peer's connection id, in hexadecimal digits
   * @param idle how long it may stand still before it is given up; zero when it may for ever
   * @param streams how many requests the peer allows at once, at first
   * @param window how many bytes the peer takes before it must say more, at first
   */
  record QuicAgreed(
      long connection,
      String version,
      String congestion,
      String ourId,
      String peerId,
      Duration idle,
      long streams,
      long window)
      implements QuicStep {}

  /**
   * What QUIC knows of a connection's path.
   *
   * @param connection the connection's number
   * @param when what had just happened, for example response ended
   * @param rtt smoothed round-trip time
   * @param congestionWindow bytes that may be on their way at once
   * @param sent packets sent
   * @param received packets received
   * @param lost packets that were given up for lost
   * @param sentBytes bytes sent
   * @param receivedBytes bytes received
   * @param resentBytes bytes of content sent again
   * @param pathMtu the largest packet that the path takes, bytes
   * @param deliveryRate what the path was seen to carry, bytes a second
   * @param paths how many paths the connection knows
   */
  record PathMeasured(
      long connection,
      String when,
      Duration rtt,
      long congestionWindow,
      long sent,
      long received,
      long lost,
      long sentBytes,
      long receivedBytes,
      long resentBytes,
      long pathMtu,
      long deliveryRate,
      long paths)
      implements QuicStep {}

  /**
   * Something happened to a connection's path (RFC 9000 9).
   *
   * @param connection the connection's number
   * @param event new path, path validated, path not validated, path closed, peer moved or
   *     connection id used again
   * @param local our address and port
   * @param remote the peer's address and port
   */
  record PathChanged(long connection, String event, String local, String remote)
      implements QuicStep {}

  /**
   * A QUIC connection ended, with the code that was said.
   *
   * @param connection the connection's number
   * @param by us, peer, silence or loss
   * @param layer application or transport
   * @param code the error code's name, for example H3_NO_ERROR
   * @param text what was said beside it; may be empty
   */
  record QuicEnded(long connection, String by, String layer, String code, String text)
      implements QuicStep {}

  /**
   * A request was sent in early data: in the first packet, before the handshake (0-RTT).
   *
   * @param connection the connection's number
   * @param stream the stream's number
   * @param method the method
   */
  record EarlyDataSent(long connection, long stream, String method) implements QuicStep {}

  /**
   * A whole handshake was made, so that nothing could be sent before it.
   *
   * @param connection the connection's number
   * @param host the server's name
   */
  record SessionUnknown(long connection, String host) implements QuicStep {}

  /**
   * A request waited for the end of the handshake, though an earlier session was known.
   *
   * @param connection the connection's number
   * @param method the method
   */
  record EarlyDataWithheld(long connection, String method) implements QuicStep {}

  /**
   * A server did not want a request in early data (425), and it is sent again after the handshake.
   *
   * @param connection the connection's number
   * @param method the method
   * @param target the request target
   */
  record TooEarly(long connection, String method, String target) implements QuicStep {}

  /**
   * A server of ours looked at a request that came in early data, which anybody may have recorded
   * and sent again (RFC 8446 8).
   *
   * @param peer the client's address and port
   * @param method the method
   * @param target the request target
   * @param verdict answered, refused or awaited
   */
  record EarlyDataJudged(String peer, String method, String target, String verdict)
      implements QuicStep {}

  /**
   * A server of ours did not take up a connection before the client had proved its address (RFC
   * 9000 8.1.2).
   *
   * @param peer the address and port that the packet came from
   * @param bytes size of the answer
   */
  record AddressQuestioned(String peer, long bytes) implements QuicStep {}

  /**
   * The peer was asked whether it is still there, because an answer is awaited and nothing came.
   *
   * @param connection the connection's number
   * @param silence how long nothing had come
   */
  record PeerAsked(long connection, Duration silence) implements QuicStep {}

  /**
   * A peer that did not answer at first is heard again.
   *
   * @param connection the connection's number
   * @param silence how long nothing had come
   * @param asked how often it was asked meanwhile
   */
  record HeardAgain(long connection, Duration silence, long asked) implements QuicStep {}

  /**
   * What happens on a connection is written into a file, in the form that qlog has for it.
   *
   * @param connection the connection's number
   * @param file the file
   */
  record QlogBegun(long connection, String file) implements QuicStep {}
}
