package dev.glasshouse.browser;

import java.time.Duration;

/**
 * The limits of a page.
 *
 * @param load how long a page may take to load; then what is there is shown, and the rest is told
 * @param documentBytes of the document, decoded; more is not read
 * @param resourceBytes of one style sheet, picture or font, decoded
 * @param fonts how many fonts of its own one page may load
 * @param fontWait how long text is kept waiting for one font; then it is drawn in the next family
 * @param prefetch how long whoever ends with a page waits for what it had fetched for the next
 * @param refreshes how often pages may pass on by themselves before one stays
 * @param refreshSeconds how long a page may say that it waits before it passes on; it is not waited
 *     for
 * @param resources how many resources one page may ask for
 * @param hints links that are heeded of what a server says ahead of a page, and with it
 * @param importDepth how deep style sheets may import each other
 * @param chunksAhead pieces of the document that wait for the parser before the peer is held back
 * @param layoutRounds how often a layout may find new pictures before the page counts as loaded
 * @param history entries of a page's history
 * @param threadStack stack of the page's thread, bytes
 */
public record Limits(
    Duration load,
    long documentBytes,
    long resourceBytes,
    int fonts,
    Duration fontWait,
    Duration prefetch,
    int refreshes,
    int refreshSeconds,
    int resources,
    int hints,
    int importDepth,
    int chunksAhead,
    int layoutRounds,
    int history,
    long threadStack) {

  /**
   * A minute for the whole, as long as a person waits at most; 16 MB for a document (the HTML
   * standard itself has 14) and 64 for a resource; 200 fonts, because Chinese ones come cut into a
   * hundred pieces; 10 s for a font: browsers wait 3 and draw it later, a picture is taken only
   * once; 5 s for pages to come, which nobody asked for; 10 refreshes of a second at most, which
   * are redirects in truth; 2,000 resources, ten times a heavy page; 100 links, where servers send
   * ten; 8 imports deep; 16 pieces of 16 KB; 4 layouts; 50 entries as browsers keep; a stack of 8
   * MB, because trees are deep.
   */
  public static final Limits DEFAULT =
      new Limits(
          Duration.ofSeconds(60),
          16 << 20,
          64 << 20,
          200,
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          10,
          1,
          2000,
          100,
          8,
          16,
          4,
          50,
          8 << 20);

  /** The same limits with another time for loading. */
  public Limits withLoad(Duration atMost) {
    return new Limits(
        atMost,
        documentBytes,
        resourceBytes,
        fonts,
        fontWait,
        prefetch,
        refreshes,
        refreshSeconds,
        resources,
        hints,
        importDepth,
        chunksAhead,
        layoutRounds,
        history,
        threadStack);
  }

  /** The same limits with another time for a font. */
  public Limits withFontWait(Duration atMost) {
    return new Limits(
        load,
        documentBytes,
        resourceBytes,
        fonts,
        atMost,
        prefetch,
        refreshes,
        refreshSeconds,
        resources,
        hints,
        importDepth,
        chunksAhead,
        layoutRounds,
        history,
        threadStack);
  }

  /** The same limits with another time for what pages to come may need. */
  public Limits withPrefetch(Duration atMost) {
    return new Limits(
        load,
        documentBytes,
        resourceBytes,
        fonts,
        fontWait,
        atMost,
        refreshes,
        refreshSeconds,
        resources,
        hints,
        importDepth,
        chunksAhead,
        layoutRounds,
        history,
        threadStack);
  }
}
