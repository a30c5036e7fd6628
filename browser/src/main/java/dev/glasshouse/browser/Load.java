package dev.glasshouse.browser;

import dev.glasshouse.css.cascade.DeclaredName;
import dev.glasshouse.dom.Document;
import dev.glasshouse.dom.html.EncodingSource;
import dev.glasshouse.dom.html.HtmlParser;
import dev.glasshouse.dom.html.LimitFired;
import dev.glasshouse.dom.html.ParseReport;
import dev.glasshouse.dom.html.ParserOptions;
import dev.glasshouse.fetch.Client;
import dev.glasshouse.fetch.Destination;
import dev.glasshouse.fetch.FetchResponse;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.PageReason;
import dev.glasshouse.journey.PageStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.layout.style.NotHonoured;
import dev.glasshouse.url.Url;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * One document on its way into a page: fed with bytes as they come, it grows the tree, loads what
 * the tree asks for, draws when it may, and knows when all of it is there. On the page's loop only.
 */
final class Load implements AutoCloseable {
  private final Renderer renderer;
  private final ResourceLoader loader;
  private final PagePolicies policies;
  private final Limits limits;
  private final Trail trail;
  private final Url url;
  private final int status;
  private final CompletableFuture<Outcome> done;
  private final HtmlParser parser;
  private final Sheets sheets;
  private final PageImages images;
  private final PageFonts fonts;
  private final TreeWatcher watcher;
  private final Rendition rendition;
  private final PageProblems problems;
  private final Optional<String> refreshField;

  /** How much of what the parser saw is a page of ours, made around what is no HTML. */
  private long ownBytes;

  private boolean parsed;
  private boolean timeIsUp;
  private boolean loaded;
  private boolean seen;
  private long blockedSince = -1;
  private List<String> blockers = List.of();
  private int layoutRounds;

  /**
   * A document whose response's head has come.
   *
   * @param clock nanoseconds, monotonic: how long the work on the document may go on
   * @param done completed when the page is loaded
   */
  Load(
      Renderer renderer,
      ResourceLoader loader,
      PagePolicies policies,
      Limits limits,
      PageProblems problems,
      Trail trail,
      FetchResponse response,
      LongSupplier clock,
      CompletableFuture<Outcome> done) {
    this.renderer = renderer;
    this.loader = loader;
    this.policies = policies;
    this.limits = limits;
    this.problems = problems;
    this.trail = trail;
    this.url = response.url();
    this.status = response.status().code();
    this.refreshField = response.fields().first("Refresh");
    this.done = done;
    this.parser = HtmlParser.forBytes(ParserOptions.at(url.href()), response.type().charset());
    var viewport = renderer.viewport();
    this.sheets = new Sheets(loader, policies, viewport, limits, trail, problems);
    this.images =
        new PageImages(
            loader, viewport, url, trail, problems, () -> renderer.images(trail), sheets::behalf);
    this.fonts =
        new PageFonts(
            loader, limits, url, trail, problems, () -> renderer.fonts(trail), sheets::behalf);
    this.watcher =
        new TreeWatcher(
            parser.document(),
            url,
            policies,
            sheets,
            images,
            (link, base) -> linked(LinkHints.of(link, base, viewport)),
            trail);
    this.rendition =
        new Rendition(
            renderer,
            new Rendition.Parts(parser.document(), url, policies, sheets, images, fonts),
            limits,
            problems,
            trail,
            clock);
    renderer.beginDocument();
    begin(response.type().essence());
  }

  /** What is not HTML is shown inside of a page that is made for it (HTML 7.5). */
  private void begin(String essence) {
    if (essence.startsWith("image/")) {
      String source = url.href().replace("&", "&amp;").replace("\"", "&quot;");
      feedOwn(
          "<!DOCTYPE html><body style=\"margin: 0; background: #0e0e0e\"><img src=\""
              + source
              + "\" alt=\"\">");
    } else if (essence.contains("xml") && !essence.equals("text/html")) {
      if (trail.on()) {
        trail.mark(
            new JourneyStep.NotSupported("the XML parser", essence, "read as HTML"),
            Because.of(PageReason.NO_XML_PARSER, Clause.of("HTML", "14.2")));
      }
    } else if (!essence.equals("text/html")) {
      feedOwn(
          "<!DOCTYPE html><plaintext style=\"white-space: pre-wrap; overflow-wrap: break-word\">");
    }
  }

  private void feedOwn(String markup) {
    byte[] bytes = markup.getBytes(StandardCharsets.US_ASCII);
    parser.feed(bytes);
    ownBytes += bytes.length;
  }

  /** Whether the bytes of the document go to the parser: a picture's go to the picture. */
  static boolean isParsed(String essence) {
    return !essence.startsWith("image/");
  }

  Document document() {
    return parser.document();
  }

  /** The page as those who fetch for it must know it. */
  Client client() {
    return policies.client();
  }

  Url url() {
    return url;
  }

  /** The page's policies. */
  PagePolicies policies() {
    return policies;
  }

  /** Where the document goes on by itself; the field of the response comes first. */
  Optional<MetaRefresh> refresh() {
    return refreshField
        .flatMap(text -> MetaRefresh.parse(text, url, url, "the field Refresh"))
        .or(watcher::refresh);
  }

  /** Takes a piece of the document. */
  void feed(byte[] bytes, int length) {
    if (parsed) {
      return;
    }
    long begin = trail.now();
    parser.feed(bytes, 0, length);
    if (trail.on()) {
      trail.add(begin, new PageStep.Parsed(url.display(), length), Because.HAPPENED);
    }
    watcher.look();
  }

  /** Loads what the look ahead found, unless the tree was quicker. */
  void foresee(List<LookAhead.Found> ahead) {
    if (parsed) {
      return;
    }
    for (LookAhead.Found found : ahead) {
      ResourceLoader.Wanted wanted = found.wanted();
      if (!loader.knows(wanted)) {
        if (trail.on()) {
          String what = wanted.destination().toString();
          trail.mark(
              new PageStep.ResourceFound(
                  wanted.url().display(),
                  what,
                  "scanner",
                  found.place(),
                  wanted.destination() == Destination.STYLE),
              Because.HAPPENED);
        }
        loader.foresee(wanted, trail);
      }
    }
  }

  /** Does what the answer's own field Link asks for. */
  void linked(List<AheadVerdict> verdicts) {
    var because = Because.of(PageReason.LINK_FIELD, Clause.rfc(8288, "3"));
    verdicts.forEach(verdict -> loader.ahead(verdict, because, trail));
  }

  /** Does what a link element asks for. */
  private void linked(AheadVerdict verdict) {
    loader.ahead(verdict, Because.of(PageReason.LINK_ELEMENT, Clause.of("HTML", "4.6.8")), trail);
  }

  /** The document is whole, or no more of it comes. */
  void finish() {
    if (parsed) {
      return;
    }
    parsed = true;
    long begin = trail.now();
    parser.finish();
    watcher.look();
    watcher.finish();
    tellTree(begin);
    if (trail.on()) {
      trail.mark(new PageStep.MilestoneReached("interactive", url.display()), Because.HAPPENED);
      trail.mark(
          new PageStep.MilestoneReached("DOMContentLoaded", url.display()), Because.HAPPENED);
    }
    settle();
  }

  private void tellTree(long begin) {
    ParseReport report = parser.report();
    // What is no markup has no errors of markup, and the bytes of our page around it did not come.
    boolean isOurs = ownBytes > 0;
    long id = trail.open();
    Trail below = trail.after(id);
    trail.close(
        id,
        begin,
        new PageStep.TreeBuilt(
            url.display(),
            report.encoding(),
            word(report.source()),
            report.bytes() - ownBytes,
            report.elements(),
            isOurs ? 0 : report.errorCount(),
            isOurs
                ? List.of()
                : report.firstErrors().stream().map(String::valueOf).limit(5).toList()),
        Because.HAPPENED);
    for (var limit : report.limits()) {
      String name = limit.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
      problems.limit(name, allowed(limit), unit(limit), url.display(), below);
    }
  }

  private static long allowed(LimitFired limit) {
    var limits = ParserOptions.DEFAULT.limits();
    return switch (limit) {
      case DEPTH -> limits.depth();
      case FORMATTING_ELEMENTS -> limits.formattingElements();
      case ATTRIBUTES -> limits.attributes();
      case NODES -> limits.nodes();
      case REPARSE_BYTES -> limits.reparseBytes();
    };
  }

  private static String unit(LimitFired limit) {
    return switch (limit) {
      case DEPTH -> "levels";
      case FORMATTING_ELEMENTS -> "elements";
      case ATTRIBUTES -> "attributes";
      case NODES -> "nodes";
      case REPARSE_BYTES -> "bytes";
    };
  }

  /** The document is a picture, and here are its bytes. */
  void showPicture(Loaded.Content picture) {
    loader.provide(picture);
    finish();
  }

  /** The document broke off: what came of it is shown, and the problem is told. */
  void brokeOff(String why) {
    problems.add(why);
    finish();
  }

  /**
   * Half a second went by: the page begins with what there is, even if the encoding is not certain
   * (HTML 13.2.3.2).
   */
  void stopWaiting() {
    if (!parsed) {
      parser.stopWaiting();
      watcher.look();
    }
  }

  /** The time is up: what is still on its way is given up. */
  void giveUp(String why) {
    if (loaded || timeIsUp) {
      return;
    }
    timeIsUp = true;
    problems.limit("load", limits.load().toSeconds(), "seconds", url.display());
    loader.giveUp(why, Loaded.Absence.MISSING);
    if (!parsed) {
      problems.add(url.display(), why);
      finish();
    }
    settle();
  }

  /** A rendering opportunity (HTML 8.1.7.3): draws what changed, where drawing is allowed. */
  void render() {
    if (loaded) {
      return;
    }
    if (renderer.isOff() || !renderer.unavailable().isEmpty()) {
      settle();
      return;
    }
    if (document().body() == null) {
      settle();
      return;
    }
    if (sheets.blockRendering()) {
      if (blockedSince < 0) {
        blockedSince = trail.now();
        blockers = sheets.blocking();
      }
      return;
    }
    tellBlocked();
    if (parsed && !loader.isBusy()) {
      // All of it is there: whoever wants to see it paints it once, when the page is loaded.
      settle();
      return;
    }
    String before = rendition.laidOutAs();
    Optional<Renderer.Frame> drawn = frame();
    if (drawn.isPresent() && !before.equals(rendition.laidOutAs())) {
      paint(drawn.get());
    }
    settle();
  }

  private void tellBlocked() {
    if (blockedSince >= 0 && trail.on()) {
      trail.add(
          blockedSince,
          new PageStep.RenderingBlocked(blockers),
          Because.of(PageReason.SHEET_BLOCKS, Clause.of("HTML", "2.5.8")));
    }
    blockedSince = -1;
  }

  private void paint(Renderer.Frame drawn) {
    renderer.paint(drawn, parsed, trail);
    painted();
  }

  /** Notes the first paint of this document. */
  void painted() {
    if (!seen && trail.on()) {
      trail.mark(new PageStep.MilestoneReached("first paint", url.display()), Because.HAPPENED);
    }
    seen = true;
  }

  /** Looks whether the page is loaded: nothing is on its way, and layout asks for nothing new. */
  void settle() {
    if (loaded || !parsed || loader.isBusy()) {
      return;
    }
    tellBlocked();
    frame();
    while (!loader.isBusy() && loadWanted()) {
      frame();
    }
    if (loader.isBusy()) {
      return;
    }
    loaded = true;
    loader.settled();
    if (trail.on()) {
      tellIgnoredStyles();
      tellUndrawn();
      trail.mark(new PageStep.MilestoneReached("load", url.display()), Because.HAPPENED);
    }
    if (!timeIsUp) {
      loader.prefetches().begin(client());
    }
    done.complete(new Outcome.Shown(url, status, problems.lines()));
  }

  /** Names, once, what of the page's styles has no effect. */
  private void tellIgnoredStyles() {
    List<String> notHonoured = new ArrayList<>();
    List<String> notKnown = new ArrayList<>();
    for (DeclaredName name : rendition.styles().declared()) {
      String told = name.name() + " (" + name.count() + ", first in " + name.place() + ")";
      if (!name.known()) {
        notKnown.add(told);
      } else if (NotHonoured.contains(name.name())) {
        notHonoured.add(told);
      }
    }
    if (!notHonoured.isEmpty() || !notKnown.isEmpty()) {
      trail.mark(new PageStep.StylesIgnored(notHonoured, notKnown), Because.HAPPENED);
    }
  }

  /** Names what drawing would have asked for, where nothing is drawn. */
  private void tellUndrawn() {
    if (renderer.isOff()) {
      for (String each : StyledPictures.of(document(), rendition.styles(), limits.hints())) {
        trail.mark(new PageStep.ResourceSkipped(each, "image"), Because.of(PageReason.NOT_DRAWN));
      }
    }
  }

  /** Loads what layout asked for; tells whether there was anything, and rounds are left. */
  private boolean loadWanted() {
    boolean any = fonts.loadWanted();
    if (layoutRounds < limits.layoutRounds()) {
      any |= images.loadWanted();
      layoutRounds += any ? 1 : 0;
    } else if (images.dropWanted()) {
      problems.limit("layoutRounds", limits.layoutRounds(), "layouts", url.display());
    }
    return any;
  }

  /** What is done with this document is recorded here. */
  Trail trail() {
    return trail;
  }

  /** The page laid out as it is now; what that shows to be missing is loaded. */
  Optional<Renderer.Frame> frame() {
    String before = rendition.laidOutAs();
    Optional<Renderer.Frame> now = rendition.frame();
    if (!loaded && !before.equals(rendition.laidOutAs())) {
      fonts.loadWanted();
    }
    return now;
  }

  /** How the document is drawn. */
  Rendition rendition() {
    return rendition;
  }

  /** What is fetched for pages that may come next. */
  Prefetches prefetches() {
    return loader.prefetches();
  }

  String text() {
    return renderer.text(document(), rendition.styles());
  }

  @Override
  public void close() {
    loaded = true;
    parsed = true;
    loader.close();
  }

  /** What decided the encoding, as the journey spells it. */
  private static String word(EncodingSource source) {
    return source == EncodingSource.TRANSPORT
        ? "header"
        : source.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
