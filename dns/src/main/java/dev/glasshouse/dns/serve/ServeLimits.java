package dev.glasshouse.dns.serve;

import java.time.Duration;

/**
 * Every limit of a server.
 *
 * @param udpSize the largest answer by UDP, bytes: 1232, which fits IPv6's smallest packet
 * @param backlog how many bytes of datagrams the kernel holds for us while we are busy: 4 MiB, some
 *     5,000 questions, of which it may give less
 * @param batch how many datagrams are read at once where the system can: 32
 * @param connections how many connections stand at once: 1000
 * @param perClient how many of them one address has: 100
 * @param inFlight how many questions of one connection wait at once; no more are read then: 128
 * @param idle how long a connection may be silent: 10 s (RFC 7766 section 6.2.3 asks for seconds)
 * @param ending how long questions in flight have when the server ends: 2 s
 * @param ratePerSecond how many times a second one network gets the same answer by UDP: 0, no
 *     limit; loopback never has one
 * @param rateSlip every how manyth limited answer is cut, not dropped: 2
 */
public record ServeLimits(
    int udpSize,
    int backlog,
    int batch,
    int connections,
    int perClient,
    int inFlight,
    Duration idle,
    Duration ending,
    int ratePerSecond,
    int rateSlip) {

  /** The limits that hold where nobody says otherwise. */
  public static final ServeLimits DEFAULT =
      new ServeLimits(
          1232, 4 << 20, 32, 1000, 100, 128, Duration.ofSeconds(10), Duration.ofSeconds(2), 0, 2);

  /** The same with a limit on answers to one network. */
  public ServeLimits withRate(int perSecond) {
    return new ServeLimits(
        udpSize,
        backlog,
        batch,
        connections,
        perClient,
        inFlight,
        idle,
        ending,
        perSecond,
        rateSlip);
  }

  /** The same with another idle time. */
  public ServeLimits withIdle(Duration time) {
    return new ServeLimits(
        udpSize,
        backlog,
        batch,
        connections,
        perClient,
        inFlight,
        time,
        ending,
        ratePerSecond,
        rateSlip);
  }

  /** The same with another time for what is in flight at the end. */
  public ServeLimits withEnding(Duration time) {
    return new ServeLimits(
        udpSize,
        backlog,
        batch,
        connections,
        perClient,
        inFlight,
        idle,
        time,
        ratePerSecond,
        rateSlip);
  }

  /** The same with other limits on connections and what they carry. */
  public ServeLimits withConnections(int all, int ofOne, int waiting) {
    return new ServeLimits(
        udpSize, backlog, batch, all, ofOne, waiting, idle, ending, ratePerSecond, rateSlip);
  }
}
