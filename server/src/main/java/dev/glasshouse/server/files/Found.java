package dev.glasshouse.server.files;

import dev.glasshouse.http.caching.ConditionVerdict.Validators;
import dev.glasshouse.http.caching.EntityTag;
import java.util.Optional;

/** What the conditions of a request are held against. */
final class Found {
  private Found() {}

  /** The validators of a file as it lies there. */
  static Validators of(Content.File file) {
    return new Validators(EntityTag.parse(file.entityTag()), Optional.of(file.modified()));
  }

  /**
   * The validators of a file in a coding: as good as the file's for saying that nothing changed,
   * but not byte for byte the same at each coding, so weak.
   */
  static Validators of(Content.File file, String coding) {
    String tag = file.entityTag();
    String coded = "W/" + tag.substring(0, tag.length() - 1) + "-" + coding + "\"";
    return new Validators(EntityTag.parse(coded), Optional.of(file.modified()));
  }
}
