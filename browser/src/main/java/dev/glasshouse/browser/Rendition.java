package dev.glasshouse.browser;

import dev.glasshouse.css.Patience;
import dev.glasshouse.css.cascade.StyleEngine;
import dev.glasshouse.dom.Document;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The styles and the layout of a document as it is now: worked out anew when something of it
 * changed, and given up when that takes longer than the page may take. On the page's loop only.
 */
final class Rendition {
  /**
   * What a document is drawn of.
   *
   * @param document the tree
   * @param url where it came from
   * @param policies which styles may be applied
   * @param sheets its style sheets
   * @param images its pictures
   * @param fonts its fonts
   */
  record Parts(
      Document document,
      Url url,
      PagePolicies policies,
      Sheets sheets,
      PageImages images,
      PageFonts fonts) {}

  private final Renderer renderer;
  private final Parts parts;
  private final Limits limits;
  private final PageProblems problems;
  private final Trail trail;
  private final LongSupplier clock;
  private final long begun;
  private Optional<StyleEngine> styles = Optional.empty();
  private String styledAs = "";
  private int styledWithFonts;
  private boolean gaveUpMatching;
  private Optional<Renderer.Frame> frame = Optional.empty();
  private String laidOutAs = "";
  private boolean isFlattened;
  private String givenUp = "";
  private boolean layoutGivenUp;

  /**
   * Nothing is worked out yet.
   *
   * @param clock nanoseconds, monotonic: how long the work may go on counts from now
   */
  Rendition(
      Renderer renderer,
      Parts parts,
      Limits limits,
      PageProblems problems,
      Trail trail,
      LongSupplier clock) {
    this.renderer = renderer;
    this.parts = parts;
    this.limits = limits;
    this.problems = problems;
    this.trail = trail;
    this.clock = clock;
    this.begun = clock.getAsLong();
  }

  /** The styles as they are now. */
  StyleEngine styles() {
    String now = parts.document().version() + " " + parts.sheets().version();
    Optional<StyleEngine> there = styles;
    boolean otherFonts =
        renderer.stylesDependOnFonts() && styledWithFonts != parts.fonts().version();
    if (there.isPresent() && styledAs.equals(now) && !otherFonts) {
      return there.get();
    }
    StyleEngine computed = style();
    if (computed.report().gaveUpMatching() && !gaveUpMatching) {
      gaveUpMatching = true;
      var its = dev.glasshouse.css.Limits.DEFAULT;
      problems.limit("selectorSteps", its.selectorSteps(), "elements", parts.url().display());
    }
    styles = Optional.of(computed);
    styledAs = now;
    styledWithFonts = parts.fonts().version();
    return computed;
  }

  /** With the page's own sheets; where that takes too long, with the browser's alone. */
  private StyleEngine style() {
    var inline = new Renderer.Inline(parts.images().base(), parts.policies()::allowsStyleAttribute);
    if (givenUp.isEmpty()) {
      try {
        return renderer.style(
            parts.document(), parts.sheets().of(parts.document()), inline, this::patience, trail);
      } catch (Patience.Ended e) {
        giveUpWork("styles");
      }
    }
    return renderer.style(parts.document(), List.of(), inline, Patience::endless, trail);
  }

  /**
   * How long a piece of work on the document may take that begins now: until the page's time is
   * over, but at least half as long as all of that, so that what came in the last moment is shown.
   */
  private Patience patience() {
    long all = limits.load().toNanos();
    return Patience.of(clock, Math.max(all - (clock.getAsLong() - begun), all / 2));
  }

  /** Work took longer than it may: it is not tried again, and what was painted before stays. */
  private void giveUpWork(String what) {
    long seconds = Math.max(1, limits.load().toSeconds());
    givenUp = "given up after " + seconds + " s: " + what;
    if (trail.on()) {
      trail.mark(
          new JourneyStep.LimitReached(
              "load", seconds, "seconds", what + " of " + parts.url().display()),
          Because.HAPPENED);
    }
    problems.add(parts.url().display(), givenUp);
  }

  /** What was given up last because it took too long, in words; empty where nothing was. */
  String givenUp() {
    return givenUp;
  }

  /**
   * The page laid out as it is now, or as it was when that was given up; empty where Skia is
   * missing, rendering is off, or no layout came to its end.
   */
  Optional<Renderer.Frame> frame() {
    if (renderer.isOff() || layoutGivenUp || (!givenUp.isEmpty() && frame.isPresent())) {
      return frame;
    }
    if (frame.isEmpty() || !laidOutAs.equals(laidOutNow())) {
      StyleEngine its = styles();
      if (frame.isPresent() && !givenUp.isEmpty()) {
        return frame;
      }
      layOut(its);
    }
    return frame;
  }

  private void layOut(StyleEngine its) {
    parts.fonts().declare(its.fontFaces());
    try {
      frame = renderer.layOut(parts.document(), its, parts.images(), this::patience, trail);
    } catch (Patience.Ended e) {
      layoutGivenUp = true;
      giveUpWork("layout");
      return;
    }
    tellFlattened();
    laidOutAs = laidOutNow();
  }

  /** Says so, once, where the tree is deeper than layout goes. */
  private void tellFlattened() {
    int flattened = frame.map(its -> its.layout().report().flattened()).orElse(0);
    if (flattened > 0 && !isFlattened) {
      isFlattened = true;
      String where = parts.url().display() + ", " + flattened + " elements";
      problems.limit("depth", dev.glasshouse.layout.Limits.DEFAULT.depth(), "levels", where);
    }
  }

  /** What of the document the layout is of; changes with it, and tells nothing else. */
  String laidOutAs() {
    return laidOutAs;
  }

  private String laidOutNow() {
    return parts.document().version()
        + " "
        + parts.sheets().version()
        + " "
        + parts.images().version()
        + " "
        + parts.fonts().version();
  }
}
