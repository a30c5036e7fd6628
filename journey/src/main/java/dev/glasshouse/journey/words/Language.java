package dev.glasshouse.journey.words;

import java.util.Locale;
import java.util.Optional;

/** A language that the story can be told in. */
public enum Language {
  /** English. */
  EN("en"),
  /** Chinese, in simplified characters. */
  ZH("zh");

  private final String tag;

  Language(String tag) {
    this.tag = tag;
  }

  /** The language's tag, as BCP 47 spells it. */
  public String tag() {
    return tag;
  }

  /**
   * The language that a tag or a locale's name asks for: {@code zh}, {@code zh-Hans-CN} and {@code
   * zh_CN.UTF-8} are all Chinese. Empty for a language that the story cannot be told in.
   */
  public static Optional<Language> of(String name) {
    String primary = name.strip().split("[-_.]", 2)[0].toLowerCase(Locale.ROOT);
    for (Language language : values()) {
      if (language.tag.equals(primary)) {
        return Optional.of(language);
      }
    }
    return Optional.empty();
  }
}
