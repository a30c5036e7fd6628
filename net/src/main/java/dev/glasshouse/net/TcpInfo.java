package dev.glasshouse.net;

import java.time.Duration;

/**
 * What the kernel knows of a TCP connection (Linux {@code TCP_INFO}, tcp(7)).
 *
 * @param state the state's name, as RFC 9293 section 3.3.2 spells it
 * @param rtt the smoothed round-trip time
 * @param rttVariance its mean deviation
 * @param retransmits segments sent again, over the connection's whole life
 * @param congestionWindow the sender's congestion window, segments
 * @param slowStartThreshold the sender's slow start threshold, segments; empty-like 0x7fffffff
 *     while there is none
 * @param retransmissionTimeout how long the kernel waits before it sends again
 * @param segmentSize the sender's maximum segment size, bytes
 * @param pathMtu the path's maximum transmission unit, bytes
 * @param unacknowledged segments sent and not yet acknowledged
 * @param lost segments taken for lost
 */
public record TcpInfo(
    String state,
    Duration rtt,
    Duration rttVariance,
    long retransmits,
    long congestionWindow,
    long slowStartThreshold,
    Duration retransmissionTimeout,
    long segmentSize,
    long pathMtu,
    long unacknowledged,
    long lost) {

  private static final String[] STATES = {
    "UNKNOWN",
    "ESTABLISHED",
    "SYN-SENT",
    "SYN-RECEIVED",
    "FIN-WAIT-1",
    "FIN-WAIT-2",
    "TIME-WAIT",
    "CLOSED",
    "CLOSE-WAIT",
    "LAST-ACK",
    "LISTEN",
    "CLOSING"
  };

  /** The name of a state by the number that Linux gives it ({@code net/tcp_states.h}). */
  static String state(int number) {
    return number > 0 && number < STATES.length ? STATES[number] : STATES[0];
  }

  /** Whether neither end can say anything on it any more. */
  boolean isClosed() {
    return state.equals(STATES[7]);
  }

  /** A duration of this many microseconds. */
  static Duration micros(long micros) {
    return Duration.ofNanos(micros * 1000);
  }
}
