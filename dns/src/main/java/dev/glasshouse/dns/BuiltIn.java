package dev.glasshouse.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Names that come with the program, and are asked before everything else: a private network's.
 *
 * @see Resolver
 */
@FunctionalInterface
public interface BuiltIn {
  /** No name at all. */
  BuiltIn NONE = name -> Optional.empty();

  /**
   * The addresses of a name.
   *
   * @param name in lower case, without a dot at its end
   * @return empty when the name is not one of these; an empty list when it is one of these and does
   *     not exist
   */
  Optional<List<InetAddress>> addresses(String name);

  /**
   * The servers that come with the program and are to be asked for a name, in place of the
   * system's; empty when the name is none of theirs. A name that has them is looked up as any other
   * is: cache, hosts file, servers.
   */
  default Optional<ResolvConf> servers(String name) {
    return Optional.empty();
  }

  /** Whether a name is one of these: others may be led through the same servers. */
  default boolean has(String name) {
    return servers(name).isPresent() || addresses(name).isPresent();
  }

  /** How the client's own stages are set up that come before any server. */
  default OwnStages stages() {
    return OwnStages.USUAL;
  }
}
