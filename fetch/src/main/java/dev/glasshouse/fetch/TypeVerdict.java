package dev.glasshouse.fetch;

import dev.glasshouse.http.BodyStream;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.ContentType;
import dev.glasshouse.url.MimeSniffer;
import dev.glasshouse.url.MimeType;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The media type that content is treated as, and the bytes that were read to decide it (MIME
 * Sniffing 7 and 8).
 *
 * @param type the computed type
 * @param charset the charset parameter of what was declared
 * @param sniffed whether the bytes decided
 * @param begun the content's first bytes
 */
record TypeVerdict(MimeType type, Optional<String> charset, boolean sniffed, byte[] begun) {

  /** Decides, and tells the journey. */
  static TypeVerdict decide(
      Url url, ContentType said, Destination destination, BodyStream body, Trail trail)
      throws IOException {
    // What is declared and believed needs no more than what is there; the rest waits for its bytes,
    // as many as the standard looks at.
    boolean believed =
        said.supplied().isPresent() && !said.checkForApacheBug() && !isVague(said.supplied().get());
    byte[] begun = believed ? first(body) : body.readNBytes(MimeSniffer.HEADER_LENGTH);
    MimeSniffer.Verdict verdict = MimeSniffer.sniff(said, context(destination), begun);
    MimeType computed = verdict.computed();
    Optional<String> declared = said.supplied().map(MimeType::toString);
    boolean sniffed =
        said.supplied().map(type -> !type.essence().equals(computed.essence())).orElse(true);
    if (trail.on()) {
      trail.mark(
          new FetchStep.TypeDecided(
              url.display(), declared.orElse(""), computed.essence(), sniffed),
          verdict.because());
    }
    Optional<String> charset =
        computed
            .parameter("charset")
            .or(() -> said.supplied().flatMap(t -> t.parameter("charset")));
    return new TypeVerdict(computed, charset, sniffed, begun);
  }

  private static boolean isVague(MimeType type) {
    return switch (type.essence()) {
      case "unknown/unknown", "application/unknown", "*/*" -> true;
      default -> type.isImage() || type.isAudioOrVideo() || type.isFont();
    };
  }

  private static byte[] first(BodyStream body) throws IOException {
    byte[] buffer = new byte[MimeSniffer.HEADER_LENGTH];
    int n = body.read(buffer, 0, buffer.length);
    return n <= 0 ? new byte[0] : Arrays.copyOf(buffer, n);
  }

  private static MimeSniffer.Context context(Destination destination) {
    return switch (destination) {
      case DOCUMENT, IFRAME, FRAME, OBJECT, EMBED, EMPTY, MANIFEST, JSON, REPORT, TRACK ->
          MimeSniffer.Context.BROWSING;
      case STYLE, XSLT -> MimeSniffer.Context.STYLE;
      case SCRIPT, WORKER, SHARED_WORKER, SERVICE_WORKER -> MimeSniffer.Context.SCRIPT;
      case IMAGE -> MimeSniffer.Context.IMAGE;
      case FONT -> MimeSniffer.Context.FONT;
      case VIDEO, AUDIO -> MimeSniffer.Context.AUDIO_OR_VIDEO;
    };
  }
}
