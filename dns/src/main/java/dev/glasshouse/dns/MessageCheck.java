package dev.glasshouse.dns;

import dev.glasshouse.dns.wire.Fault;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.WireLimits;
import java.util.Optional;

/** The client's look at an answer's bytes before a parser builds objects of them. */
final class MessageCheck {
  private MessageCheck() {}

  /** What is wrong with a message; empty when it can be parsed. */
  static Optional<String> problem(byte[] message, Limits limits) {
    var scan =
        new MessageScan(
            new WireLimits(limits.records(), limits.follows(), WireLimits.ANSWER.steps()));
    // Bytes after the last record are tolerated, as every resolver does.
    return scan.scan(message) == Fault.NONE ? Optional.empty() : Optional.of(scan.text());
  }
}
