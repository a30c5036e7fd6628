package dev.glasshouse.dns.serve;

/** What a server counts. */
public enum ServerCount {
  /** Messages that came by UDP. */
  UDP_MESSAGES,
  /** Messages that came over connections. */
  STREAM_MESSAGES,
  /** Connections that were accepted. */
  CONNECTIONS,
  /** Connections that were turned away because there are too many. */
  CONNECTIONS_REFUSED,
  /** Answers that were sent. */
  ANSWERS,
  /** Answers that were cut, with TC set. */
  TRUNCATED,
  /** Messages that were answered FORMERR. */
  MALFORMED,
  /** Messages that were dropped: responses, and what is shorter than a header. */
  DROPPED,
  /** Questions of clients that the access list does not allow. */
  REFUSED,
  /** Messages with an operation or an EDNS version that is not served. */
  NOT_SERVED,
  /** Answers that went too often to one network. */
  RATE_LIMITED,
  /** Questions that the answerer failed at, or had no answer in time. */
  FAILED
}
