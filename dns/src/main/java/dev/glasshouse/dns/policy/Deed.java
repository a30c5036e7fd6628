package dev.glasshouse.dns.policy;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;
import org.xbill.DNS.Name;

/** What a rule does with the names that it holds for. */
public sealed interface Deed {
  /** They are answered as if there were no rules. */
  record Pass() implements Deed {}

  /** There are no such names, or nothing is at them. */
  record Block(How how) implements Deed {
    /** What is said. */
    public enum How {
      /** There is no such name. */
      NXDOMAIN,
      /** The name has no records of the type. */
      NODATA
    }
  }

  /** They have these addresses, and nothing else. */
  record Forge(List<InetAddress> addresses) implements Deed {}

  /** They are aliases of this name, and the client is told so: a CNAME record. */
  record Redirect(Name target) implements Deed {}

  /**
   * Another name is asked for in their place, and the client is not told which. Where a rule holds
   * for a whole subtree, what stands before the subtree's name is kept.
   */
  record Rewrite(Name target) implements Deed {}

  /** What is done, as the journey has it. */
  default String word() {
    return switch (this) {
      case Pass _ -> "passed";
      case Block _ -> "blocked";
      case Forge _ -> "forged";
      case Redirect _ -> "redirected";
      case Rewrite _ -> "rewritten";
    };
  }

  /** What stands in the answer's place. */
  default String given() {
    return switch (this) {
      case Pass _ -> "";
      case Block block -> block.how().name();
      case Forge forge ->
          forge.addresses().stream()
              .map(InetAddress::getHostAddress)
              .collect(Collectors.joining(", "));
      case Redirect redirect -> redirect.target().toString();
      case Rewrite rewrite -> rewrite.target().toString();
    };
  }
}
