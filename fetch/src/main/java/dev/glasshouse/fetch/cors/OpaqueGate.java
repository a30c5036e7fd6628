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
 * <p>The proposal's last step reads a whole answer as a script, and lets in what is one and is not
 * JSON. Where a picture, film or sound was asked for, no script needs to be told from other things:
 * what is none of these is of no use there, and is blocked. Where a script was asked for, and there
 * is no reader of scripts here, what is markup or JSON by its bytes is blocked, also as a whole;
 * the rest is let through to who asked, who gets nothing of it but what it does when it is run.
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

  /** First bytes that are looked at for what is no script. */
  private static final int LOOKED_AT = 512;

  /**
   * An array with nothing in it but words of JSON's, to its end: no script has any use like that.
   */
  private static final String ARRAY =
      "(?s)\\[(?:\"(?:[^\"\\\\]|\\\\.)*+\"|true|false|null|[-+.0-9e\\s,:{}\\[\\]])*+";

  private OpaqueGate() {}

  /**
   * What is known of an answer when its first bytes are there.
   *
   * @param status its status
   * @param said the type that it says; empty when it says none that is one
   * @param nosniff whether it says that this is to be believed
   * @param computed the type that its first bytes, too, make it
   * @param begun its first bytes
   * @param as what it was asked for
   */
  public record Facts(
      Status status,
      Optional<MimeType> said,
      boolean nosniff,
      MimeType computed,
      byte[] begun,
      As as) {}

  /** What an answer was asked for. */
  public enum As {
    /** A picture, film or sound. */
    MEDIA,
    /** A script. */
    SCRIPT
  }

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
    // 6: what is markup or data by its bytes
    if (looksLikeMarkupOrData(facts.begun())) {
      return blocked(PolicyReason.ORB_BYTES, told(essence));
    }
    // 7: what can be nothing but a script is of no use as anything else
    if (facts.as() == As.MEDIA) {
      return facts.begun().length == 0
          ? Optional.empty()
          : blocked(PolicyReason.ORB_NO_MEDIA, told(essence));
    }
    // 8 and 9: what is no script by the server's own word
    if (facts.nosniff()) {
      return blocked(PolicyReason.ORB_NOSNIFF, told(essence));
    }
    return facts.status().isOk() || facts.status().equals(Status.NOT_MODIFIED)
        ? Optional.empty()
        : blocked(PolicyReason.ORB_STATUS, facts.status().code());
  }

  private static String told(String essence) {
    return essence.isEmpty() ? "nothing" : essence;
  }

  private static Optional<Because> blocked(PolicyReason reason, Object what) {
    return Optional.of(Because.of(reason, ORB, what));
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
        new String(begun, 0, Math.min(begun.length, LOOKED_AT), StandardCharsets.ISO_8859_1)
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
    return text.matches("(?s)\\{\\s*\"[^\"]*\"\\s*:.*")
        || (begun.length <= LOOKED_AT && text.matches(ARRAY));
  }
}
