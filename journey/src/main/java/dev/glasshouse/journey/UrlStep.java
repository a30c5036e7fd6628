package dev.glasshouse.journey;

import java.util.List;

/** Steps about URLs. */
public sealed interface UrlStep extends Step {

  /**
   * Text was read as a URL.
   *
   * @param typed the text
   * @param url the URL that it became
   * @param validationErrors the standard's names of the errors that were tolerated
   */
  record UrlParsed(String typed, String url, List<String> validationErrors) implements UrlStep {
    /** Leaves out a password that was typed. */
    public UrlParsed {
      typed = Secrets.typed(typed);
    }
  }

  /**
   * Text is not a URL.
   *
   * @param typed the text
   * @param problem what is wrong with it
   */
  record UrlRefused(String typed, String problem) implements UrlStep {
    /** Leaves out a password that was typed. */
    public UrlRefused {
      typed = Secrets.typed(typed);
    }
  }
}
