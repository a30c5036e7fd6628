package dev.glasshouse.fetch;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.FetchReason;
import dev.glasshouse.url.FileTypes;
import dev.glasshouse.url.MimeType;
import dev.glasshouse.url.PercentEncode;
import dev.glasshouse.url.Url;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a page's content is shown or saved (HTML 7.4.5 "loading a document"; RFC 6266). Pure.
 *
 * @param disposition what becomes of it
 * @param because why
 */
record DispositionVerdict(FetchResponse.Disposition disposition, Because because) {
  /** With these a page stays where it is (HTML 7.4.2.2 "navigate"). */
  private static final Set<Integer> WITHOUT_CONTENT = Set.of(204, 205);

  private static final Set<String> IMAGES =
      Set.of(
          "image/png",
          "image/jpeg",
          "image/gif",
          "image/webp",
          "image/svg+xml",
          "image/bmp",
          "image/x-icon",
          "image/vnd.microsoft.icon");

  /**
   * Decides.
   *
   * @param type the computed media type
   */
  static DispositionVerdict decide(
      Url url, Status status, Fields fields, MimeType type, Limits limits) {
    if (WITHOUT_CONTENT.contains(status.code())) {
      return new DispositionVerdict(
          new FetchResponse.Disposition.Dropped(),
          Because.of(FetchReason.NOTHING_TO_SHOW, Clause.of("HTML", "7.4.2.2"), status.code()));
    }
    Optional<ContentDisposition> said =
        fields.first("Content-Disposition").map(ContentDisposition::parse);
    String essence = type.essence();
    if (said.filter(ContentDisposition::isAttachment).isPresent()) {
      return new DispositionVerdict(
          new FetchResponse.Disposition.Saved(name(url, said, essence, limits)),
          Because.of(FetchReason.ATTACHMENT, Clause.rfc(6266, "4.2")));
    }
    Clause clause = Clause.of("HTML", "7.4.5");
    if (canBeShown(type)) {
      return new DispositionVerdict(
          new FetchResponse.Disposition.Shown(),
          Because.of(FetchReason.TYPE_SHOWN, clause, essence));
    }
    return new DispositionVerdict(
        new FetchResponse.Disposition.Saved(name(url, said, essence, limits)),
        Because.of(FetchReason.TYPE_NOT_SHOWN, clause, essence));
  }

  /** The same for an asker that has a say in what is saved, and where. */
  DispositionVerdict heeding(Saving saving, MimeType type) {
    if (disposition instanceof FetchResponse.Disposition.Dropped) {
      return this;
    }
    return switch (saving) {
      case Saving.AsBrowsers _ -> this;
      case Saving.Into(String file) ->
          new DispositionVerdict(
              new FetchResponse.Disposition.Saved(file), Because.of(FetchReason.SAVED_AS_TOLD));
      case Saving.Nowhere _ when !isText(type) ->
          new DispositionVerdict(
              new FetchResponse.Disposition.Dropped(),
              Because.of(FetchReason.NOT_PRINTED, type.essence()));
      case Saving.Nowhere _ ->
          disposition instanceof FetchResponse.Disposition.Shown
              ? this
              : new DispositionVerdict(
                  new FetchResponse.Disposition.Shown(),
                  Because.of(FetchReason.PRINTED, type.essence()));
    };
  }

  private static boolean isText(MimeType type) {
    return type.type().equals("text")
        || type.isXml()
        || type.isJavaScript()
        || type.essence().endsWith("json");
  }

  /** HTML, XML, plain text and what is text beyond doubt, JSON, and the pictures we can draw. */
  private static boolean canBeShown(MimeType type) {
    return type.isHtml()
        || type.isXml()
        || type.isJson()
        || type.isJavaScript()
        || type.type().equals("text")
        || IMAGES.contains(type.essence());
  }

  private static String name(
      Url url, Optional<ContentDisposition> said, String essence, Limits limits) {
    String extension = FileTypes.extension(essence);
    List<String> segments = url.pathSegments();
    String last = segments.isEmpty() ? "" : PercentEncode.decodeToString(segments.getLast());
    String fallback = SafeFileName.of(last, "download" + extension, limits.fileName());
    return said.flatMap(ContentDisposition::fileName)
        .map(proposed -> SafeFileName.of(proposed, fallback, limits.fileName()))
        .orElse(fallback);
  }
}
