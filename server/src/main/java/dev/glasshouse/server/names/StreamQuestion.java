package dev.glasshouse.server.names;

import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.WireLimits;
import java.util.Arrays;

/**
 * What a stream of QUIC brings: a message of DNS behind two bytes of length, or none, and then why.
 * Whether the message holds is for who answers to say.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9250#section-4.2">RFC 9250 section 4.2</a>
 */
sealed interface StreamQuestion {
  /** The option of EDNS that asks for a connection to be kept (RFC 7828). */
  int KEEPALIVE = 11;

  /** A question. */
  record Asked(byte[] message) implements StreamQuestion {}

  /** None, which ends the connection. */
  record Wrong(String why) implements StreamQuestion {}

  /**
   * Reads what came on a stream.
   *
   * @param came all of it
   */
  static StreamQuestion of(byte[] came) {
    if (came.length < 2 || Bytes.u16(came, 0) != came.length - 2) {
      return new Wrong("the stream is not as long as it says");
    }
    // Section 4.2.1: no id.
    if (came.length >= 4 && Bytes.u16(came, 2) != 0) {
      return new Wrong("the message has an id");
    }
    byte[] message = Arrays.copyOfRange(came, 2, came.length);
    var scan = new MessageScan(WireLimits.QUESTION);
    scan.scan(message);
    // Section 5.5.2: no time for the connection to be kept.
    return scan.option(KEEPALIVE) >= 0
        ? new Wrong("the message has a keep-alive option")
        : new Asked(message);
  }
}
