package dev.glasshouse.fetch.priority;

import dev.glasshouse.http.Priority;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.PolicyReason;
import java.util.Locale;

/**
 * How soon a request is to be served: in our own queue, and by the server (RFC 9218). Pure; after
 * Chromium's table of resource priorities, which HTML and Fetch leave to browsers.
 *
 * @param queue its place in our queue
 * @param urgency 0, the first, to 7, the last (RFC 9218 4.1)
 * @param incremental whether its content is of use in pieces (RFC 9218 4.2)
 * @param because why
 */
public record PriorityVerdict(Priority queue, int urgency, boolean incremental, Because because) {

  /** What is fetched, as far as its priority goes. */
  public enum Content {
    /** A page: shown as it comes. */
    PAGE,
    /** A style sheet. */
    STYLE,
    /** A font. */
    FONT,
    /** A script. */
    SCRIPT,
    /** What a script fetches. */
    DATA,
    /** A picture: shown as it comes. */
    IMAGE,
    /** A film or sound. */
    MEDIA,
    /** What nobody waits for. */
    BACKGROUND
  }

  /** Decides. */
  public static PriorityVerdict decide(Content content, Loading loading, Hint hint) {
    Priority usual = usual(content, loading);
    Priority queue = hint == Hint.AUTO || loading == Loading.BLOCKING ? usual : hinted(usual, hint);
    Clause clause = Clause.rfc(9218, "4.1");
    Because because =
        queue == usual
            ? Because.of(
                PolicyReason.PRIORITY_DESTINATION, clause, content.name().toLowerCase(Locale.ROOT))
            : Because.of(PolicyReason.PRIORITY_ATTRIBUTE, clause, hint.toString());
    boolean incremental =
        switch (content) {
          case PAGE, IMAGE, MEDIA, DATA, BACKGROUND -> true;
          case STYLE, FONT, SCRIPT -> false;
        };
    return new PriorityVerdict(queue, urgency(queue), incremental, because);
  }

  private static Priority usual(Content content, Loading loading) {
    boolean late = loading == Loading.LATER || loading == Loading.LAZY;
    return switch (content) {
      case PAGE -> Priority.HIGHEST;
      case STYLE -> late ? Priority.LOWEST : Priority.HIGHEST;
      // One that text waits for, and one that a page only foresees.
      case FONT -> loading == Loading.BLOCKING ? Priority.HIGHEST : Priority.HIGH;
      case SCRIPT -> late ? Priority.LOW : Priority.HIGH;
      case DATA -> Priority.HIGH;
      // Lazy ones begin late, and are as urgent as the others then, as in Chromium.
      case IMAGE, MEDIA -> Priority.LOW;
      case BACKGROUND -> Priority.LOWEST;
    };
  }

  private static Priority hinted(Priority usual, Hint hint) {
    return switch (hint) {
      case AUTO -> usual;
      case HIGH -> usual == Priority.HIGHEST ? usual : Priority.HIGH;
      case LOW ->
          usual == Priority.HIGHEST
              ? Priority.MEDIUM
              : usual == Priority.LOWEST ? usual : Priority.LOW;
    };
  }

  private static int urgency(Priority queue) {
    return switch (queue) {
      case HIGHEST -> 0;
      case HIGH -> 1;
      case MEDIUM -> 2;
      case LOW -> 3;
      case LOWEST -> 4;
    };
  }

  /** The field {@code Priority}: what is usual, urgency 3 and not incremental, is left out. */
  public String field() {
    String u = urgency == 3 ? "" : "u=" + urgency;
    String i = incremental ? "i" : "";
    return u.isEmpty() || i.isEmpty() ? u + i : u + ", " + i;
  }
}
