package dev.glasshouse.dns.recursive;

/** What carries a question to a server. */
public enum Carrier {
  /** A datagram, on a socket of its own. */
  UDP,
  /** A stream; the message's length stands before it (RFC 7766). */
  TCP,
  /** The same inside TLS, to a server whose certificate is checked (RFC 7858). */
  TLS
}
