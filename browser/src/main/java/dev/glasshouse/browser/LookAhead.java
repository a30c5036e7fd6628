package dev.glasshouse.browser;

import dev.glasshouse.css.media.Viewport;
import dev.glasshouse.dom.encoding.Encoding;
import dev.glasshouse.dom.encoding.StreamDecoder;
import dev.glasshouse.dom.html.Preload;
import dev.glasshouse.dom.html.PreloadScanner;
import dev.glasshouse.dom.html.Scripting;
import dev.glasshouse.url.Url;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at a document's bytes as they come, beside the page's own thread, for what the page will
 * need: so that style sheets and pictures are on their way while the page is busy with what came
 * before. Only where the transport says the encoding: a guess would ask for URLs that are not
 * there.
 */
final class LookAhead {

  /**
   * A resource that will be asked for.
   *
   * @param wanted what is fetched
   * @param place line and column of its tag
   */
  record Found(ResourceLoader.Wanted wanted, String place) {}

  private final StreamDecoder decoder;
  private final PreloadScanner scanner;
  private final Viewport viewport;
  private char[] characters = new char[0];

  private LookAhead(Encoding encoding, Url document, Viewport viewport) {
    this.decoder = encoding.decoder();
    this.scanner = PreloadScanner.at(document.href(), Scripting.OFF);
    this.viewport = viewport;
  }

  /** A look ahead for a document; empty where its encoding is not known before it is read. */
  static Optional<LookAhead> into(Url document, Optional<String> charset, Viewport viewport) {
    return charset
        .flatMap(Encoding::forLabel)
        .filter(Encoding::isAsciiCompatible)
        .map(encoding -> new LookAhead(encoding, document, viewport));
  }

  /** What the next piece of the document asks for. */
  List<Found> look(byte[] piece, int length) {
    if (characters.length < StreamDecoder.room(length)) {
      characters = new char[StreamDecoder.room(length)];
    }
    int end = decoder.decode(piece, 0, length, characters, 0);
    var found = new ArrayList<Found>();
    for (Preload preload : scanner.scan(new String(characters, 0, end))) {
      switch (AheadVerdict.decide(preload, "line " + preload.line(), viewport)) {
        case AheadVerdict.Fetch(var wanted) ->
            found.add(new Found(wanted, preload.line() + ":" + preload.column()));
        // Of scripts the tree tells; a connection alone is made where the tree asks for it.
        case AheadVerdict.Prefetch _,
            AheadVerdict.Connect _,
            AheadVerdict.Resolve _,
            AheadVerdict.LeftOut _,
            AheadVerdict.Nothing _ -> {}
      }
    }
    return found;
  }
}
