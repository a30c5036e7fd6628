package dev.glasshouse.dns.serve;

/** What carries a question to a server. */
public enum Carrier {
  /** A datagram: its sender may be forged, and answers have to be small. */
  UDP,
  /** A connection (RFC 7766). */
  TCP,
  /** A connection inside TLS (RFC 7858). */
  TLS,
  /** A request of HTTP (RFC 8484). */
  HTTPS,
  /** A stream of QUIC (RFC 9250). */
  QUIC;

  /** Whether a TCP connection carries it that can be kept for more questions (RFC 7828). */
  boolean keeps() {
    return this == TCP || this == TLS;
  }

  /** Whether nobody on the way can read it. */
  public boolean isEncrypted() {
    return this == TLS || this == HTTPS || this == QUIC;
  }
}
