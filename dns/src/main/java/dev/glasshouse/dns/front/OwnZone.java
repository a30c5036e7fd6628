package dev.glasshouse.dns.front;

import dev.glasshouse.dns.zone.Zone;
import dev.glasshouse.dns.zone.ZoneDigest;
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
 * @param digest what came of looking at the copy's digest; empty where that is not wanted
 */
public record OwnZone(
    Name name, Optional<Zone> copy, Set<Manner> manners, Optional<ZoneDigest.Verdict> digest) {

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

  /**
   * A zone that was read, with its digest looked at where that is wanted: all of the zone is sorted
   * and hashed, so this is not for an event loop.
   */
  public static OwnZone read(Name name, Optional<Zone> copy, Set<Manner> manners) {
    return new OwnZone(
        name,
        copy,
        manners,
        copy.filter(z -> manners.contains(Manner.DIGEST)).map(ZoneDigest::check));
  }

  /** What is to be said of the copy where it was looked at; in English. */
  public Optional<String> told() {
    return digest.map(verdict ->
        "the copy of "
            + name
            + " (serial "
            + copy.map(Zone::serial).orElse(0L)
            + "): "
            + verdict.text()
            + (isRight() ? "" : ", so it is not believed"));
  }

  /** Whether nothing about its digest speaks against it. */
  boolean isRight() {
    return digest.isEmpty()
        || has(Manner.DIGEST_PERMISSIVE)
        || switch (digest.get()) {
          case RIGHT, UNKNOWN -> true;
          case WRONG -> false;
          case ABSENT -> !has(Manner.DIGEST_WANTED);
        };
  }

  boolean has(Manner manner) {
    return manners.contains(manner);
  }
}
