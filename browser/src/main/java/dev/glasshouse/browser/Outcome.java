package dev.glasshouse.browser;

import dev.glasshouse.url.Url;
import java.nio.file.Path;
import java.util.List;

/** What came of opening a URL. */
public sealed interface Outcome {

  /**
   * The page is shown. An error page of the server's is a page too.
   *
   * @param url where it came from in the end
   * @param status the status code of the document; 200 for what came without HTTP
   * @param problems what is missing of it, in words for people, a line each: a body that broke off,
   *     a resource that could not be had or not be decoded, a limit that cut something; of many the
   *     first ten and how many more there are; empty when it is whole. An error status of a
   *     resource is an answer, and no problem
   */
  record Shown(Url url, int status, List<String> problems) implements Outcome {
    /** Copies the list. */
    public Shown {
      problems = List.copyOf(problems);
    }
  }

  /**
   * It is nothing to show, and was saved.
   *
   * @param url where it came from in the end
   * @param file where it lies
   * @param bytes its size
   */
  record Saved(Url url, Path file, long bytes) implements Outcome {}

  /**
   * Nothing came of it.
   *
   * @param url what was asked for
   * @param why in words for people
   */
  record Failed(Url url, String why) implements Outcome {}

  /** Whether all of it is there. */
  default boolean isWhole() {
    return switch (this) {
      case Shown shown -> shown.problems().isEmpty();
      case Saved _ -> true;
      case Failed _ -> false;
    };
  }
}
