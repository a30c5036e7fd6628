package dev.glasshouse.dns.local;

import java.util.Locale;
import java.util.Optional;

/** What is done with the questions for a local zone's names. */
public enum ZoneType {
  /** Its records answer; what it has not does not exist. */
  STATIC(Data.FIRST),
  /** Its records answer; names that it has not are resolved. */
  TRANSPARENT(Data.FIRST),
  /** Its records answer; names and types that it has not are resolved. */
  TYPETRANSPARENT(Data.FIRST),
  /** The records at its own name answer for every name below it. */
  REDIRECT(Data.AT_APEX),
  /** Its records answer; all else is answered REFUSED. */
  REFUSE(Data.FIRST),
  /** Its records answer; all else gets no answer. */
  DENY(Data.FIRST),
  /** Like {@link #TRANSPARENT}, and worth a note in the journey. */
  INFORM(Data.FIRST),
  /** Like {@link #DENY}, and worth a note. */
  INFORM_DENY(Data.FIRST),
  /** Like {@link #REDIRECT}, and worth a note. */
  INFORM_REDIRECT(Data.AT_APEX),
  /** Everything is resolved. */
  ALWAYS_TRANSPARENT(Data.NONE),
  /** Everything is answered REFUSED. */
  ALWAYS_REFUSE(Data.NONE),
  /** Nothing exists. */
  ALWAYS_NXDOMAIN(Data.NONE),
  /** Every name exists, with no records. */
  ALWAYS_NODATA(Data.NONE),
  /** Nothing gets an answer. */
  ALWAYS_DENY(Data.NONE),
  /** Every name has the unspecified addresses. */
  ALWAYS_NULL(Data.NONE),
  /** Names have no A records; all else is resolved. */
  BLOCK_A(Data.NONE),
  /** Names have no AAAA records; all else is resolved. */
  BLOCK_AAAA(Data.NONE),
  /** Like {@link #BLOCK_A}, but the zone's own records answer. */
  BLOCK_A_WDATA(Data.FIRST),
  /** Like {@link #BLOCK_AAAA}, but the zone's own records answer. */
  BLOCK_AAAA_WDATA(Data.FIRST),
  /** In a view: the zones for everybody are looked at instead. */
  NOVIEW(Data.NONE);

  /** Which records are looked at before the type decides. */
  enum Data {
    /** Those of the name. */
    FIRST,
    /** Those of the zone's own name. */
    AT_APEX,
    /** None. */
    NONE
  }

  private final Data data;

  ZoneType(Data data) {
    this.data = data;
  }

  Data data() {
    return data;
  }

  /** As configurations have it, for example {@code always_nxdomain}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type of a word; empty when there is none such. */
  public static Optional<ZoneType> of(String word) {
    for (ZoneType type : values()) {
      if (type.word().equals(word.toLowerCase(Locale.ROOT))) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** Whether a name that the zone has no records for is resolved as if there were no zone. */
  boolean letsThrough() {
    return switch (this) {
      case TRANSPARENT,
          TYPETRANSPARENT,
          INFORM,
          ALWAYS_TRANSPARENT,
          BLOCK_A,
          BLOCK_AAAA,
          BLOCK_A_WDATA,
          BLOCK_AAAA_WDATA ->
          true;
      case STATIC,
          REDIRECT,
          REFUSE,
          DENY,
          INFORM_DENY,
          INFORM_REDIRECT,
          ALWAYS_REFUSE,
          ALWAYS_NXDOMAIN,
          ALWAYS_NODATA,
          ALWAYS_DENY,
          ALWAYS_NULL,
          NOVIEW ->
          false;
    };
  }
}
