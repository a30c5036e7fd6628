package dev.glasshouse.journey;

import java.time.Duration;
import java.util.List;

/** Steps of choosing a version of HTTP and the connection that carries it. */
public sealed interface VersionStep extends Step {

  /**
   * It was decided how a connection to an origin is made.
   *
   * @param origin the origin
   * @param way race, quic, tls, or tcp
   * @param offered the protocols that are offered, as ALPN names them, the best first
   */
  record VersionChosen(String origin, String way, List<String> offered) implements VersionStep {}

  /**
   * A new connection to an origin does not speak HTTP/3.
   *
   * @param origin the origin
   * @param instead the version that is spoken; empty when no connection came about
   */
  record Http3NotUsed(String origin, String instead) implements VersionStep {}

  /**
   * A new connection to an origin speaks HTTP/3.
   *
   * @param origin the origin
   * @param connection the connection's number
   * @param alternative host and port that were dialed
   */
  record Http3Used(String origin, long connection, String alternative) implements VersionStep {}

  /**
   * QUIC and TCP were dialed side by side.
   *
   * @param origin the origin
   * @param winner quic, tcp or none
   * @param headStart how long QUIC had before TCP began
   * @param quic what became of QUIC: connected, cancelled, or what went wrong
   * @param tcp what became of TCP: connected, cancelled, not begun, or what went wrong
   */
  record RaceRun(String origin, String winner, Duration headStart, String quic, String tcp)
      implements VersionStep {}

  /**
   * An origin said where else it is to be had.
   *
   * @param origin the origin
   * @param alternatives each as protocol and host:port
   * @param from Alt-Svc, or the frame of the version that brought it
   * @param maxAge how long that holds
   * @param persist whether it holds on another network too
   */
  record AltSvcLearned(
      String origin, List<String> alternatives, String from, Duration maxAge, boolean persist)
      implements VersionStep {}

  /**
   * What an origin had said of its alternatives holds no more.
   *
   * @param origin the origin
   */
  record AltSvcCleared(String origin) implements VersionStep {}

  /**
   * What was said of alternatives is not heeded.
   *
   * @param origin the origin
   * @param value what was said
   */
  record AltSvcIgnored(String origin, String value) implements VersionStep {}

  /**
   * An alternative did not work, and is left alone for a while.
   *
   * @param origin the origin
   * @param alternative protocol and host:port
   * @param pause for how long
   * @param failures how often in a row it has failed
   */
  record AlternativeBroken(String origin, String alternative, Duration pause, int failures)
      implements VersionStep {}

  /**
   * A record says how a service is reached (RFC 9460).
   *
   * @param name whose record it is
   * @param priority its SvcPriority; 0 for an alias
   * @param target its TargetName, as a name
   * @param port the port; 0 when it says none
   * @param alpn the protocols, the default one included
   * @param hints the addresses that it hints at
   * @param unsupported keys that are there and not supported here
   */
  record ServiceFound(
      String name,
      int priority,
      String target,
      int port,
      List<String> alpn,
      List<String> hints,
      List<String> unsupported)
      implements VersionStep {}

  /**
   * No record says how a service is reached.
   *
   * @param name the name
   */
  record ServiceUnknown(String name) implements VersionStep {}

  /**
   * A URL of http became one of https before anything was sent.
   *
   * @param from the URL
   * @param to what it became
   */
  record UpgradedToHttps(String from, String to) implements VersionStep {}

  /**
   * A standing connection of another origin is used.
   *
   * @param connection its number
   * @param origin the origin that is asked
   * @param of the origin that it was made for
   */
  record ConnectionCoalesced(long connection, String origin, String of) implements VersionStep {}

  /**
   * A standing connection of another origin cannot be used.
   *
   * @param connection its number
   * @param origin the origin that is asked
   * @param of the origin that it was made for
   */
  record ConnectionNotCoalesced(long connection, String origin, String of) implements VersionStep {}

  /**
   * A server said that a request came over a connection on which it does not answer for the origin.
   *
   * @param connection the connection's number
   * @param origin the origin
   */
  record Misdirected(long connection, String origin) implements VersionStep {}

  /**
   * A connection that stood unused was closed to make room.
   *
   * @param connection its number
   * @param origin the origin that it was for
   */
  record IdleClosed(long connection, String origin) implements VersionStep {}
}
