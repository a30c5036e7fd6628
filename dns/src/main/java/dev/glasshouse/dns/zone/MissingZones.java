package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.wire.NameBytes;
import dev.glasshouse.journey.ZoneReason;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Zones that are to be served and are not there: copies that have not come yet, or hold no more.
 * Who asks for their names is told to ask another server. Does not change.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8914#section-4.15">RFC 8914 sections 4.15 and
 *     4.25</a>
 */
final class MissingZones {
  /** None. */
  static final MissingZones NONE = new MissingZones(Map.of());

  private final Map<ByteBuffer, Why> zones;

  private MissingZones(Map<ByteBuffer, Why> zones) {
    this.zones = zones;
  }

  /** Why a zone is not there. */
  enum Why {
    /** Nothing has come from its primary yet. */
    NOT_YET(14, "4.15", ZoneReason.ZONE_NOT_YET),
    /** Its primary has not confirmed it for too long. */
    EXPIRED(24, "4.25", ZoneReason.ZONE_EXPIRED);

    private final int code;
    private final String section;
    private final ZoneReason reason;

    Why(int code, String section, ZoneReason reason) {
      this.code = code;
      this.section = section;
      this.reason = reason;
    }

    /** The code of an extended error. */
    int code() {
      return code;
    }

    /** The section of RFC 8914. */
    String section() {
      return section;
    }

    ZoneReason reason() {
      return reason;
    }
  }

  /** A zone that is not there. */
  record Missing(byte[] apex, Why why) {}

  boolean isEmpty() {
    return zones.isEmpty();
  }

  MissingZones with(byte[] apex, Why why) {
    var all = new HashMap<>(zones);
    all.put(ByteBuffer.wrap(apex), why);
    return new MissingZones(Map.copyOf(all));
  }

  MissingZones without(byte[] apex) {
    if (!zones.containsKey(ByteBuffer.wrap(apex))) {
      return this;
    }
    var all = new HashMap<>(zones);
    all.remove(ByteBuffer.wrap(apex));
    return all.isEmpty() ? NONE : new MissingZones(Map.copyOf(all));
  }

  /**
   * The zone that a name is in, the closest one.
   *
   * @param name in lower case
   * @param above whether the zone above the name is meant, not one of that very name (DS)
   */
  Optional<Missing> of(byte[] name, boolean above) {
    int length = NameBytes.length(name, 0);
    int at = above && length > 1 ? 1 + name[0] : 0;
    while (true) {
      Why why = zones.get(ByteBuffer.wrap(name, at, length - at));
      if (why != null) {
        return Optional.of(new Missing(Arrays.copyOfRange(name, at, length), why));
      }
      if (name[at] == 0) {
        return Optional.empty();
      }
      at += 1 + name[at];
    }
  }
}
