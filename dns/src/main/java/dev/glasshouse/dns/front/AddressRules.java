package dev.glasshouse.dns.front;

import dev.glasshouse.dns.local.ZoneType;
import dev.glasshouse.dns.recursive.Reply;
import dev.glasshouse.dns.serve.AddressRange;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Record;

/**
 * What is done with answers by the addresses that are in them. Pure.
 *
 * @param rules of several that fit an address the one with the longest prefix holds
 */
public record AddressRules(List<Rule> rules) {
  /** None. */
  public static final AddressRules NONE = new AddressRules(List.of());

  /**
   * A rule.
   *
   * @param range which addresses
   * @param action what is done, as in a local zone
   * @param data what stands in the place of the addresses, when they are redirected; the owners of
   *     the records do not matter
   */
  public record Rule(AddressRange range, ZoneType action, List<Record> data) {
    /** Copies the list. */
    public Rule {
      data = List.copyOf(data);
    }
  }

  /** The record of an answer that a rule is about. */
  record Hit(Rule rule, Record record) {}

  /** Copies the list. */
  public AddressRules {
    rules = List.copyOf(rules);
  }

  /** The first address of an answer that a rule is about. */
  Optional<Hit> hit(Reply reply) {
    if (rules.isEmpty()) {
      return Optional.empty();
    }
    for (Record each : reply.answer()) {
      Optional<Rule> rule =
          switch (each) {
            case ARecord a -> of(a.getAddress());
            case AAAARecord aaaa -> of(aaaa.getAddress());
            default -> Optional.empty();
          };
      if (rule.isPresent()) {
        return Optional.of(new Hit(rule.get(), each));
      }
    }
    return Optional.empty();
  }

  private Optional<Rule> of(InetAddress address) {
    Optional<Rule> found = Optional.empty();
    int longest = -1;
    byte[] bytes = address.getAddress();
    for (Rule rule : rules) {
      if (rule.range().length() > longest && rule.range().has(bytes)) {
        longest = rule.range().length();
        found = Optional.of(rule);
      }
    }
    return found;
  }
}
