package dev.glasshouse.dns.front;

import dev.glasshouse.dns.zone.Zone;
import dev.glasshouse.dns.zone.ZoneException;
import dev.glasshouse.dns.zone.ZoneFile;
import dev.glasshouse.dns.zone.ZoneLimits;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Name;

/** What is said of one zone that a copy is kept of ({@code auth-zone:}). */
final class CopyWords {
  private Name name = Name.root;
  private Optional<Path> file = Optional.empty();
  private final Set<OwnZone.Manner> manners =
      EnumSet.of(OwnZone.Manner.DOWNSTREAM, OwnZone.Manner.UPSTREAM);

  boolean setting(String key, String value) {
    switch (key) {
      case "name" -> name = FrontWords.name(value);
      case "zonefile" -> file = Optional.of(Path.of(value));
      case "for-downstream" -> manner(OwnZone.Manner.DOWNSTREAM, value);
      case "for-upstream" -> manner(OwnZone.Manner.UPSTREAM, value);
      case "fallback-enabled" -> manner(OwnZone.Manner.FALLBACK, value);
      case "zonemd-check" -> manner(OwnZone.Manner.DIGEST, value);
      case "zonemd-reject-absence" -> manner(OwnZone.Manner.DIGEST_WANTED, value);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void manner(OwnZone.Manner manner, String value) {
    if (FrontWords.yes(value)) {
      manners.add(manner);
    } else {
      manners.remove(manner);
    }
  }

  /** The same for all zones. */
  void with(OwnZone.Manner manner) {
    manners.add(manner);
  }

  /** The zone, read from its file. */
  OwnZone zone() throws ZoneException {
    Optional<Zone> copy = Optional.empty();
    if (file.isPresent()) {
      copy = Optional.of(ZoneFile.copy(file.get(), name.toString(), ZoneLimits.DEFAULT).zone());
    }
    return OwnZone.read(name, copy, manners);
  }
}
