package dev.glasshouse.browser;

import dev.glasshouse.browser.ResourceLoader.CrossOrigin;
import dev.glasshouse.css.media.MediaQueryList;
import dev.glasshouse.css.media.Viewport;
import dev.glasshouse.dom.html.Preload;
import dev.glasshouse.fetch.Destination;
import dev.glasshouse.fetch.Terms;
import dev.glasshouse.fetch.priority.Hint;
import dev.glasshouse.fetch.priority.Loading;
import dev.glasshouse.fetch.referrer.ReferrerPolicy;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.PageReason;
import dev.glasshouse.url.Url;
import java.util.Optional;

/** What is done about a resource that is named before the page itself asks for it. */
sealed interface AheadVerdict {

  /** It is fetched, just as the page will. */
  record Fetch(ResourceLoader.Wanted wanted) implements AheadVerdict {}

  /**
   * A connection is made.
   *
   * @param url where to
   * @param sharing how the page will ask there: with cookies and without are two connections
   * @param initiator who names it, in words
   */
  record Connect(Url url, CrossOrigin sharing, String initiator) implements AheadVerdict {}

  /**
   * A name is looked up.
   *
   * @param url whose host it is, of http or https
   */
  record Resolve(Url url) implements AheadVerdict {}

  /** It is fetched for a page that may come next, once this one is there. */
  record Prefetch(ResourceLoader.Wanted wanted) implements AheadVerdict {}

  /**
   * Nothing, though it was asked for.
   *
   * @param feature what was asked for
   * @param where of what
   */
  record LeftOut(String feature, String where, Because because) implements AheadVerdict {}

  /** Nothing: there is nothing to be done. */
  record Nothing() implements AheadVerdict {}

  /**
   * The verdict.
   *
   * @param initiator who names it, in words
   */
  static AheadVerdict decide(Preload preload, String initiator, Viewport viewport) {
    Optional<Url> url = Url.tryParse(preload.url());
    if (url.isEmpty()) {
      return new Nothing();
    }
    boolean applies =
        preload.media().isBlank() || MediaQueryList.parse(preload.media()).matches(viewport);
    return switch (preload.kind()) {
      case STYLE ->
          applies
              ? fetch(preload, url.get(), Destination.STYLE, initiator, Loading.BLOCKING)
              : new Nothing();
      case IMAGE ->
          applies && preload.srcset().isEmpty()
              ? fetch(
                  preload,
                  url.get(),
                  Destination.IMAGE,
                  initiator,
                  preload.lazy() ? Loading.LAZY : Loading.NORMAL)
              : new Nothing();
      case FONT -> font(preload, url.get(), initiator, applies);
      case SCRIPT ->
          new LeftOut(
              preload.script() == Preload.ScriptMode.MODULE ? "modulepreload" : "preload as=script",
              url.get().display(),
              Because.of(PageReason.SCRIPTS_DO_NOT_RUN));
      case CONNECTION ->
          url.get().isHttp()
              ? new Connect(
                  url.get(), CrossOrigin.of(preload.crossOrigin(), Destination.EMPTY), initiator)
              : new Nothing();
      case OTHER -> new Nothing();
    };
  }

  /**
   * Fonts are asked for with CORS in any case (CSS Fonts 4, 4.9): one without is another answer.
   */
  private static AheadVerdict font(Preload preload, Url url, String initiator, boolean applies) {
    if (preload.crossOrigin().isEmpty()) {
      return new LeftOut(
          "preload as=font",
          url.display(),
          Because.of(PageReason.FONT_WITHOUT_CORS, Clause.of("CSS Fonts 4", "4.9")));
    }
    return applies
        ? fetch(preload, url, Destination.FONT, initiator, Loading.NORMAL)
        : new Nothing();
  }

  private static Fetch fetch(
      Preload preload, Url url, Destination destination, String initiator, Loading loading) {
    Preload.Options options = preload.options();
    Terms terms = Terms.NONE.withNonce(options.nonce()).with(Hint.of(options.fetchPriority()));
    if (destination == Destination.STYLE) {
      terms = terms.withIntegrity(options.integrity());
    }
    Optional<ReferrerPolicy> policy = ReferrerPolicy.named(options.referrerPolicy());
    return new Fetch(
        new ResourceLoader.Wanted(
            url,
            destination,
            initiator,
            loading,
            CrossOrigin.of(preload.crossOrigin(), destination),
            policy.isPresent() ? terms.with(policy.get()) : terms));
  }
}
