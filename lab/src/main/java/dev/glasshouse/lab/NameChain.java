package dev.glasshouse.lab;

import dev.glasshouse.dns.OwnStages;
import dev.glasshouse.dns.policy.NamePolicy;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The way of a name from the browser to the root, as a user sets it up: each stage can be cut out
 * or changed. Names pass the stages in this order; each of the servers asks the next one that is
 * there, and the last walks from the root, or asks others.
 *
 * @param own the browser's own rules and cache, and the hosts file
 * @param system the cache of this machine, a server beside the browser
 * @param router the server of the network at home
 * @param provider the provider's resolver
 * @param names which names go this way
 */
public record NameChain(OwnStages own, Hop system, Hop router, Hop provider, Names names) {
  /** A router that asks the provider's resolver, for the built-in names. */
  public static final NameChain USUAL =
      new NameChain(OwnStages.USUAL, Hop.OFF, Hop.ON, Hop.ON, Names.BUILT_IN);

  /** Which names go this way. */
  public enum Names {
    /** Those of the built-in internet; all others go the system's way. */
    BUILT_IN,
    /** All. */
    ALL
  }

  /**
   * A server on the way.
   *
   * @param on whether it is there
   * @param policy its rules
   * @param asks the servers outside that it asks; empty for the next one on the way, or the root
   */
  public record Hop(boolean on, NamePolicy policy, List<InetSocketAddress> asks) {
    /** Not there. */
    public static final Hop OFF = new Hop(false, NamePolicy.NONE, List.of());

    /** There, without rules. */
    public static final Hop ON = new Hop(true, NamePolicy.NONE, List.of());

    /** Copies the list. */
    public Hop {
      asks = List.copyOf(asks);
    }
  }
}
