package dev.glasshouse.dns.front;

import dev.glasshouse.dns.zone.Zone;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Name;

/**
 * A zone that a resolver has a copy of.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8806">RFC 8806, which does it for the root</a>
 * @param name the zone's name
 * @param copy the copy; empty while there is none
 * @param manners what it is for
 */
public record OwnZone(Name name, Optional<Zone> copy, Set<Manner> manners) {

  /** What a copy is for, and how far it is believed. */
  public enum Manner {
    /** Clients get its own word, with authority. */
    DOWNSTREAM,
    /** Resolving asks it in the place of the zone's servers. */
    UPSTREAM,
    /** Where it does not serve, the zone's servers are asked. */
    FALLBACK,
    /** Its digest is checked (RFC 8976). */
    DIGEST,
    /** A zone that has no digest is not believed. */
    DIGEST_WANTED,
    /** A wrong digest is only told. */
    DIGEST_PERMISSIVE
  }

  /** Copies the set. */
  public OwnZone {
    manners = Set.copyOf(manners);
  }

  boolean has(Manner manner) {
    return manners.contains(manner);
  }
}
