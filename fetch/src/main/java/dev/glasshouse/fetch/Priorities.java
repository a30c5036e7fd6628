package dev.glasshouse.fetch;

import dev.glasshouse.fetch.priority.Loading;
import dev.glasshouse.fetch.priority.PriorityVerdict;
import dev.glasshouse.fetch.priority.PriorityVerdict.Content;

/** Asks {@link PriorityVerdict} for a request. */
final class Priorities {
  private Priorities() {}

  static PriorityVerdict of(Destination destination, Terms terms) {
    return PriorityVerdict.decide(content(destination, terms), terms.loading(), terms.hint());
  }

  private static Content content(Destination destination, Terms terms) {
    if (terms.loading() == Loading.PREFETCH) {
      return Content.BACKGROUND;
    }
    return switch (destination) {
      case DOCUMENT, IFRAME, FRAME -> Content.PAGE;
      case STYLE, XSLT -> Content.STYLE;
      case FONT -> Content.FONT;
      case SCRIPT, WORKER, SHARED_WORKER, SERVICE_WORKER -> Content.SCRIPT;
      case EMPTY, JSON ->
          terms.keepalive() == Terms.KeepAlive.YES ? Content.BACKGROUND : Content.DATA;
      case IMAGE, OBJECT, EMBED -> Content.IMAGE;
      case VIDEO, AUDIO, TRACK -> Content.MEDIA;
      case MANIFEST, REPORT -> Content.BACKGROUND;
    };
  }
}
