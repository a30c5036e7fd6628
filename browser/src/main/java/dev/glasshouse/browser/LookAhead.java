package dev.glasshouse.browser;

import dev.glasshouse.browser.ResourceLoader.CrossOrigin;
import dev.glasshouse.css.media.MediaQueryList;
import dev.glasshouse.css.media.Viewport;
import dev.glasshouse.dom.encoding.Encoding;
import dev.glasshouse.dom.encoding.StreamDecoder;
import dev.glasshouse.dom.html.Preload;
import dev.glasshouse.dom.html.PreloadScanner;
import dev.glasshouse.dom.html.Scripting;
import dev.glasshouse.fetch.Destination;
import dev.glasshouse.fetch.Terms;
import dev.glasshouse.fetch.priority.Hint;
import dev.glasshouse.fetch.priority.Loading;
import dev.glasshouse.fetch.referrer.ReferrerPolicy;
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
      wanted(preload)
          .ifPresent(it -> found.add(new Found(it, preload.line() + ":" + preload.column())));
    }
    return found;
  }

  private Optional<ResourceLoader.Wanted> wanted(Preload preload) {
    boolean applies =
        preload.media().isBlank() || MediaQueryList.parse(preload.media()).matches(viewport);
    String initiator = "line " + preload.line();
    return switch (preload.kind()) {
      case STYLE ->
          url(preload)
              .filter(_ -> applies)
              .map(url -> wanted(preload, url, Destination.STYLE, initiator, Loading.BLOCKING));
      case IMAGE ->
          url(preload)
              .filter(_ -> applies && preload.srcset().isEmpty())
              .map(url ->
                  wanted(
                      preload,
                      url,
                      Destination.IMAGE,
                      initiator,
                      preload.lazy() ? Loading.LAZY : Loading.NORMAL));
      // Scripts do not run, web fonts are not used, and a connection alone brings nothing yet.
      case SCRIPT, FONT, OTHER, CONNECTION -> Optional.empty();
    };
  }

  private static ResourceLoader.Wanted wanted(
      Preload preload, Url url, Destination destination, String initiator, Loading loading) {
    Preload.Options options = preload.options();
    Terms terms = Terms.NONE.withNonce(options.nonce()).with(Hint.of(options.fetchPriority()));
    if (destination == Destination.STYLE) {
      terms = terms.withIntegrity(options.integrity());
    }
    Optional<ReferrerPolicy> policy = ReferrerPolicy.named(options.referrerPolicy());
    return new ResourceLoader.Wanted(
        url,
        destination,
        initiator,
        loading,
        CrossOrigin.of(preload.crossOrigin(), destination),
        policy.isPresent() ? terms.with(policy.get()) : terms);
  }

  private static Optional<Url> url(Preload preload) {
    return Url.tryParse(preload.url());
  }
}
