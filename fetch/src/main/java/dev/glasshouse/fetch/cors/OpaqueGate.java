package dev.glasshouse.fetch.cors;

import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.url.MimeType;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether an answer of another origin that was asked for without CORS can be what a picture, film,
 * sound or script element may have at all: else it does not come near the page ("opaque-response
 * blocking", <a href="https://github.com/annevk/orb">ORB</a>, in the form that browsers have).
 * Pure.
 *
 * <p>The last step of the proposal, to read a whole answer as a script and as JSON, is not done:
 * what begins as JSON or as markup is blocked, what does not is let through.
 */
public final class OpaqueGate {
  private static final Clause ORB = Clause.of("ORB", "the algorithm");

  /** Types that no such element ever has, whatever the bytes are. */
  private static final Set<String> NEVER =
      Set.of(
          "application/gzip",
          "application/msword",
          "application/pdf",
          "application/x-gzip",
          "application/x-protobuf",
          "application/zip",
          "multipart/byteranges",
          "multipart/signed",
          "text/csv",
          "text/event-stream",
          "text/vtt");

  private OpaqueGate() {}

  /**
   * What is known of an answer when its first bytes are there.
   *
   * @param status its status
   * @param said the type that it says; empty when it says none that is one
   * @param nosniff whether it says that this is to be believed
   * @param computed the type that its first bytes, too, make it
   * @param begun its first bytes
   */
  public record Facts(
      Status status, Optional<MimeType> said, boolean nosniff, MimeType computed, byte[] begun) {}

  /** Why an answer is blocked; empty when it is not. */
  public static Optional<Because> blocks(Facts facts) {
    String essence = facts.said().map(MimeType::essence).orElse("");
    // 1: what may stand there anyway, and cannot be mistaken
    if (facts.said().filter(MimeType::isJavaScript).isPresent()
        || essence.equals("text/css")
        || essence.equals("image/svg+xml")) {
      return Optional.empty();
    }
    // 2: what never may
    if (NEVER.contains(essence)) {
      return blocked(PolicyReason.ORB_NEVER, essence);
    }
    // 3 and 4: markup and data, where the server is to be believed
    boolean data = isMarkupOrData(essence);
    if (data && facts.status().equals(Status.PARTIAL_CONTENT)) {
      return blocked(PolicyReason.ORB_NEVER, essence);
    }
    if (facts.nosniff() && (data || essence.equals("text/plain"))) {
      return blocked(PolicyReason.ORB_NOSNIFF, essence);
    }
    // 5: what is media by its bytes
    MimeType computed = facts.computed();
    if (computed.isImage() || computed.isAudioOrVideo()) {
      return Optional.empty();
    }
    // 6: what says so, but has not the bytes of markup or data, is left to its reader
    return looksLikeMarkupOrData(facts.begun())
        ? blocked(PolicyReason.ORB_BYTES, essence.isEmpty() ? "nothing" : essence)
        : Optional.empty();
  }

  private static Optional<Because> blocked(PolicyReason reason, String essence) {
    return Optional.of(Because.of(reason, ORB, essence));
  }

  private static boolean isMarkupOrData(String essence) {
    return essence.equals("text/html")
        || essence.equals("application/json")
        || essence.equals("text/json")
        || essence.endsWith("+json")
        || essence.equals("text/xml")
        || essence.equals("application/xml")
        || essence.endsWith("+xml");
  }

  /** Markup, an object of JSON, or the line that keeps JSON from being run as a script. */
  private static boolean looksLikeMarkupOrData(byte[] begun) {
    String text =
        new String(begun, 0, Math.min(begun.length, 512), StandardCharsets.ISO_8859_1)
            .strip()
            .toLowerCase(Locale.ROOT);
    if (text.startsWith("<!doctype")
        || text.startsWith("<html")
        || text.startsWith("<head")
        || text.startsWith("<body")
        || text.startsWith("<?xml")
        || text.startsWith(")]}'")
        || text.startsWith("for(;;)")
        || text.startsWith("while(1)")) {
      return true;
    }
    return text.matches("(?s)\\{\\s*\"[^\"]*\"\\s*:.*");
  }
}
