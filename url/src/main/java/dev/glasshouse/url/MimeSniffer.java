package dev.glasshouse.url;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.UrlReason;
import java.util.Optional;

/**
 * Decides what a resource is, from what its server says and how it begins.
 *
 * <p>Source: <a
 * href="https://mimesniff.spec.whatwg.org/#determining-the-computed-mime-type-of-a-resource">MIME
 * Sniffing standard, 7 and 8</a>.
 */
public final class MimeSniffer {
  /** How many bytes of the resource are looked at; more change nothing. */
  public static final int HEADER_LENGTH = 1445;

  private MimeSniffer() {}

  /** What the resource is wanted for. */
  public enum Context {
    /** A page of its own: the MIME type sniffing algorithm. */
    BROWSING,
    /** A picture in a page. */
    IMAGE,
    /** Sound or video in a page. */
    AUDIO_OR_VIDEO,
    /** A font of a page. */
    FONT,
    /** A style sheet. */
    STYLE,
    /** A script. */
    SCRIPT,
    /** An object or embed. */
    PLUGIN,
    /** Subtitles: always WebVTT. */
    TEXT_TRACK
  }

  /**
   * What the resource is.
   *
   * @param computed the computed MIME type
   * @param because what decided
   */
  public record Verdict(MimeType computed, Because because) {}

  /**
   * The computed MIME type.
   *
   * @param header the first {@link #HEADER_LENGTH} bytes, all where there are fewer
   */
  public static Verdict sniff(ContentType said, Context context, byte[] header) {
    return switch (context) {
      case BROWSING -> sniff(said, header);
      case IMAGE -> specific(said, Signatures.image(header));
      case AUDIO_OR_VIDEO -> specific(said, Signatures.audioOrVideo(header));
      case FONT -> specific(said, Signatures.font(header));
      // What no type at all means the standard leaves open: of sheets HTML 4.6.8 says it.
      case STYLE -> style(said);
      case SCRIPT, PLUGIN -> asSupplied(said);
      case TEXT_TRACK ->
          verdict(MimeType.of("text", "vtt"), UrlReason.TYPE_BY_CONTEXT, "8.8", "text/vtt");
    };
  }

  /**
   * The computed MIME type of a page of its own.
   *
   * @see <a href="https://mimesniff.spec.whatwg.org/#mime-type-sniffing-algorithm">MIME type
   *     sniffing algorithm</a>
   */
  public static Verdict sniff(ContentType said, byte[] header) {
    // Step 2.
    if (said.supplied().isEmpty() || isUnknown(said.supplied().get())) {
      return identifyUnknown(said, header);
    }
    MimeType supplied = said.supplied().get();
    // Step 1.
    if (supplied.isXml() || supplied.isHtml()) {
      return kept(supplied);
    }
    // Step 3.
    if (said.noSniff()) {
      return verdict(supplied, UrlReason.TYPE_NOT_SNIFFED, "7", supplied.essence());
    }
    // Step 4.
    if (said.checkForApacheBug()) {
      return textOrBinary(header);
    }
    // Steps 5 to 8.
    Optional<MimeType> matched = Optional.empty();
    if (supplied.isImage()) {
      matched = Signatures.image(header);
    } else if (supplied.isAudioOrVideo()) {
      matched = Signatures.audioOrVideo(header);
    }
    // Step 9.
    return matched.map(m -> bySignature(m, supplied)).orElseGet(() -> kept(supplied));
  }

  private static boolean isUnknown(MimeType type) {
    return switch (type.essence()) {
      case "unknown/unknown", "application/unknown", "*/*" -> true;
      default -> false;
    };
  }

  /**
   * Nothing useful is said: the bytes decide.
   *
   * @see <a href="https://mimesniff.spec.whatwg.org/#rules-for-identifying-an-unknown-mime-type">
   *     rules</a>
   */
  private static Verdict identifyUnknown(ContentType said, byte[] header) {
    // Step 1, only where the server does not forbid it.
    Optional<MimeType> matched = said.noSniff() ? Optional.empty() : Signatures.scriptable(header);
    // Steps 2 to 8. Fonts are not looked for: no browser does it here.
    matched =
        matched
            .or(() -> Signatures.text(header))
            .or(() -> Signatures.image(header))
            .or(() -> Signatures.audioOrVideo(header))
            .or(() -> Signatures.archive(header));
    if (matched.isPresent()) {
      return verdict(
          matched.get(), UrlReason.TYPE_MISSING_SIGNATURE, "7.1", matched.get().essence());
    }
    // Steps 9 and 10.
    return isBinary(header)
        ? verdict(MimeType.OCTET_STREAM, UrlReason.TYPE_MISSING_BINARY, "7.1")
        : verdict(MimeType.PLAIN_TEXT, UrlReason.TYPE_MISSING_TEXT, "7.1");
  }

  /**
   * Plain text from a server that may call everything so.
   *
   * @see <a href="https://mimesniff.spec.whatwg.org/#rules-for-text-or-binary">rules</a>
   */
  private static Verdict textOrBinary(byte[] header) {
    return hasByteOrderMark(header) || !isBinary(header)
        ? verdict(MimeType.PLAIN_TEXT, UrlReason.TYPE_IS_TEXT, "7.2")
        : verdict(MimeType.OCTET_STREAM, UrlReason.TYPE_IS_BINARY, "7.2");
  }

  private static boolean hasByteOrderMark(byte[] header) {
    if (header.length < 2) {
      return false;
    }
    int two = (header[0] & 0xFF) << 8 | (header[1] & 0xFF);
    return two == 0xFEFF
        || two == 0xFFFE
        || (header.length >= 3 && two == 0xEFBB && (header[2] & 0xFF) == 0xBF);
  }

  private static boolean isBinary(byte[] header) {
    for (int i = 0; i < header.length && i < HEADER_LENGTH; i++) {
      int b = header[i];
      if (b >= 0 && b < ' ' && !Ascii.isWhitespace(b) && b != 0x1B) {
        return true;
      }
    }
    return false;
  }

  /** The rules for images, for audio and video, and for fonts, which are alike. */
  private static Verdict specific(ContentType said, Optional<MimeType> matched) {
    if (said.supplied().filter(MimeType::isXml).isPresent() || matched.isEmpty()) {
      return asSupplied(said);
    }
    return bySignature(matched.get(), said.supplied().orElse(matched.get()));
  }

  /** The type that old servers gave to what they did not know is none, as in browsers. */
  private static Verdict style(ContentType said) {
    boolean known =
        said.supplied()
            .filter(type -> !type.essence().equals("application/x-unknown-content-type"))
            .isPresent();
    return known
        ? asSupplied(said)
        : verdict(MimeType.of("text", "css"), UrlReason.TYPE_BY_CONTEXT, "8.5", "text/css");
  }

  private static Verdict asSupplied(ContentType said) {
    return said.supplied()
        .map(MimeSniffer::kept)
        .orElseGet(() -> verdict(MimeType.OCTET_STREAM, UrlReason.TYPE_MISSING_BINARY, "8"));
  }

  private static Verdict kept(MimeType supplied) {
    return verdict(supplied, UrlReason.TYPE_AS_SUPPLIED, "7", supplied.essence());
  }

  private static Verdict bySignature(MimeType matched, MimeType supplied) {
    return matched.essence().equals(supplied.essence())
        ? kept(supplied)
        : verdict(matched, UrlReason.TYPE_BY_SIGNATURE, "7", matched.essence(), supplied.essence());
  }

  private static Verdict verdict(
      MimeType type, UrlReason reason, String section, Object... arguments) {
    return new Verdict(
        type, Because.of(reason, Clause.of("WHATWG MIME Sniffing", section), arguments));
  }
}
