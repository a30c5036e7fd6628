package dev.glasshouse.net;

/** Who ended a connection: whose FIN or RST was seen first. */
public enum End {
  /** It has not ended. */
  OPEN,
  /** We closed it. */
  US,
  /** The peer closed it (FIN, or close_notify in TLS). */
  PEER,
  /** The peer broke it off (RST), or the kernel gave it up. */
  RESET
}
