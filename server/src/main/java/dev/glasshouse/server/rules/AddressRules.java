package dev.glasshouse.server.rules;

import dev.glasshouse.dns.serve.AddressRange;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.ServerReason;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Who is let in, by address. Of the ranges that an address is in, the longest decides; of two that
 * are as long, the one that denies. Where none has it, it is let in unless some are allowed.
 *
 * @param allow who is
 * @param deny who is not
 */
public record AddressRules(List<AddressRange> allow, List<AddressRange> deny) {

  /** Whether it is let in, and why. */
  public record Verdict(boolean allowed, Because because) {}

  public AddressRules {
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
  }

  /** Whether everybody is let in. */
  public boolean isOpen() {
    return allow.isEmpty() && deny.isEmpty();
  }

  /** What is decided for an address. */
  public Verdict verdict(InetAddress address) {
    byte[] bytes = address.getAddress();
    Optional<AddressRange> allowed = longest(allow, bytes);
    Optional<AddressRange> denied = longest(deny, bytes);
    if (denied.isPresent() && denied.get().length() >= length(allowed)) {
      return new Verdict(false, Because.of(ServerReason.ADDRESS_DENIED, denied.get()));
    }
    if (allowed.isPresent()) {
      return new Verdict(true, Because.of(ServerReason.ADDRESS_ALLOWED, allowed.get()));
    }
    return allow.isEmpty()
        ? new Verdict(true, Because.of(ServerReason.ADDRESS_FREE))
        : new Verdict(false, Because.of(ServerReason.ADDRESS_UNLISTED));
  }

  private static int length(Optional<AddressRange> range) {
    return range.map(AddressRange::length).orElse(-1);
  }

  private static Optional<AddressRange> longest(List<AddressRange> ranges, byte[] address) {
    AddressRange longest = null;
    for (AddressRange range : ranges) {
      if (range.has(address) && (longest == null || range.length() > longest.length())) {
        longest = range;
      }
    }
    return Optional.ofNullable(longest);
  }
}
