package dev.glasshouse.url;

import dev.glasshouse.journey.Because;
import java.util.List;

/** What became of the text that a person typed: a place to go to, or a message why it is none. */
public sealed interface Typed {

  /** The text as it was typed. */
  String text();

  /**
   * The text means a place.
   *
   * @param text as it was typed
   * @param url the place
   * @param because what was assumed
   */
  record Location(String text, Url url, Because because) implements Typed {
    /** The names of the tolerated errors, each with its place, for the record. */
    public List<String> validationErrors() {
      return url.validationErrors().stream().map(e -> e.error().standardName()).toList();
    }
  }

  /**
   * The text means no place.
   *
   * @param text as it was typed
   * @param message what is wrong with it, and what to type instead where that is known: a clause of
   *     an English sentence
   */
  record NotAUrl(String text, String message) implements Typed {}
}
