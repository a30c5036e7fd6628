package dev.glasshouse.dns.front;

import dev.glasshouse.dns.serve.AddressRange;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Words that certain servers are told with every question, in an EDNS option of local use: by them
 * an owner's servers know his own resolvers.
 *
 * @param code the option's code
 * @param rules who is told what; of several that fit the one with the longest prefix holds
 */
public record ClientStrings(int code, List<Rule> rules) {
  /** Nobody is told anything; the code is the first of those for local use (RFC 6891 section 9). */
  public static final ClientStrings NONE = new ClientStrings(65_001, List.of());

  /** What the servers of some addresses are told. */
  public record Rule(AddressRange servers, byte[] text) {}

  /** Copies the list. */
  public ClientStrings {
    rules = List.copyOf(rules);
  }

  Optional<byte[]> of(InetAddress server) {
    Optional<byte[]> found = Optional.empty();
    int longest = -1;
    for (Rule rule : rules) {
      if (rule.servers().length() > longest && rule.servers().has(server)) {
        longest = rule.servers().length();
        found = Optional.of(rule.text());
      }
    }
    return found;
  }
}
