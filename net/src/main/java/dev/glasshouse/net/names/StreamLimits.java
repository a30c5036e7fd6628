package dev.glasshouse.net.names;

import java.time.Duration;

/**
 * Every limit of asking name servers inside TLS.
 *
 * @param connections how many there are to one server at most: 4; one carries all, unless it is
 *     full or has fallen silent
 * @param out how many questions are out on one of them: 512; servers answer some hundreds at once,
 *     and the rest would only wait there
 * @param dial how long a connection and its handshake may take: 10 s, several questions' patience
 * @param idle how long a connection stands with nothing out: 10 s (RFC 7766 section 6.2.3 asks for
 *     seconds)
 * @param silence how long a question was out that is given up because nothing came: 1 s; a
 *     connection on which nothing at all came since is not asked on any more
 * @param rest how long a server is left alone whose connection could not be made: 1 s
 */
public record StreamLimits(
    int connections, int out, Duration dial, Duration idle, Duration silence, Duration rest) {

  /** The limits that hold where nobody says otherwise. */
  public static final StreamLimits DEFAULT =
      new StreamLimits(
          4,
          512,
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1));

  /** The same with another number of connections, and of questions on each. */
  public StreamLimits with(int connections, int out) {
    return new StreamLimits(connections, out, dial, idle, silence, rest);
  }

  /** The same with another idle time. */
  public StreamLimits withIdle(Duration idle) {
    return new StreamLimits(connections, out, dial, idle, silence, rest);
  }

  /** The same with another time after which silence counts. */
  public StreamLimits withSilence(Duration silence) {
    return new StreamLimits(connections, out, dial, idle, silence, rest);
  }
}
