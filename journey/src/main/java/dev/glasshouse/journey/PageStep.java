package dev.glasshouse.journey;

import java.time.Duration;
import java.util.List;

/** Steps of a page: from bytes to pixels. */
public sealed interface PageStep extends Step {

  /**
   * A navigation; the step lasts until the page is loaded or failed.
   *
   * @param page the page's number
   * @param url the URL navigated to
   * @param how typed, link, reload, back, forward
   * @param outcome loaded, failed, saved or cancelled
   */
  record Navigated(long page, String url, String how, String outcome) implements PageStep {}

  /**
   * The page went on to another by itself.
   *
   * @param url where it went
   * @param seconds how long it said that it waits; it was not waited for
   */
  record Refreshed(String url, long seconds) implements PageStep {}

  /**
   * Input was parsed into the tree: one step for each piece of the document.
   *
   * @param url the document's URL
   * @param bytes bytes of this piece
   */
  record Parsed(String url, long bytes) implements PageStep {}

  /**
   * The tree is whole.
   *
   * @param url the document's URL
   * @param encoding the character encoding
   * @param encodingSource what decided it: byte order mark, header, meta, default
   * @param bytes bytes read
   * @param elements elements in the tree
   * @param parseErrors errors that were tolerated
   * @param firstErrors the first of them, with line and column
   */
  record TreeBuilt(
      String url,
      String encoding,
      String encodingSource,
      long bytes,
      int elements,
      int parseErrors,
      List<String> firstErrors)
      implements PageStep {}

  /**
   * A resource of the page was found.
   *
   * @param url its URL
   * @param what style, image, font, script ...
   * @param finder scanner, tree or style sheet
   * @param place line:column of its tag; empty when unknown
   * @param blocksRendering whether the page may not be drawn before it is there
   */
  record ResourceFound(
      String url, String what, String finder, String place, boolean blocksRendering)
      implements PageStep {}

  /**
   * Something was asked for before the page itself asks for it, because its server said so.
   *
   * @param url its URL; of a connection the origin, of a name the name
   * @param what style, image, font, connection or name
   */
  record AskedAhead(String url, String what) implements PageStep {}

  /**
   * The page asks for what was asked for ahead of it, and takes that: it is not asked for twice.
   *
   * @param url its URL
   * @param what style, image or font
   * @param ahead how long it had been on its way by then
   */
  record AheadTaken(String url, String what, Duration ahead) implements PageStep {}

  /**
   * What was asked for ahead of the page is not used.
   *
   * @param url its URL
   * @param what style, image or font
   */
  record AheadDropped(String url, String what) implements PageStep {}

  /**
   * A resource of the page was left out.
   *
   * @param url its URL
   * @param what style, image, font, script ...
   */
  record ResourceSkipped(String url, String what) implements PageStep {}

  /**
   * Rendering waited for style sheets.
   *
   * @param sheets the URLs that were waited for
   */
  record RenderingBlocked(List<String> sheets) implements PageStep {}

  /**
   * A style sheet was parsed.
   *
   * @param url its URL, or the page's with the place of the style element
   * @param bytes its size
   * @param rules how many rules it has
   * @param notSupported names of what is not supported, with counts
   */
  record SheetParsed(String url, long bytes, int rules, List<String> notSupported)
      implements PageStep {}

  /**
   * Styles were computed.
   *
   * @param elements how many elements
   * @param rules how many rules there were
   * @param sheets how many style sheets
   */
  record StyleResolved(int elements, int rules, int sheets) implements PageStep {}

  /**
   * What the page's styles ask for and nothing is done with: told once for a page, when it is
   * loaded. Each name comes with how often it stands there and where the first does.
   *
   * @param notHonoured properties and pseudo-elements that are read and have no effect yet
   * @param notKnown properties and at-rules that are not known
   */
  record StylesIgnored(List<String> notHonoured, List<String> notKnown) implements PageStep {}

  /**
   * A font was taken for text.
   *
   * @param wanted the families asked for
   * @param used the face that is used
   * @param source bundled, system or web
   */
  record FontChosen(String wanted, String used, String source) implements PageStep {}

  /**
   * A font of the page came, or could not be used.
   *
   * @param family the family that it serves
   * @param source its URL, or the name of a font that is here
   * @param bytes its size; 0 for a font that is here
   * @param display how text is to wait for it: auto, block, swap, fallback or optional
   * @param problem why it is not used; empty when it is
   */
  record FontLoaded(String family, String source, long bytes, String display, String problem)
      implements PageStep {}

  /**
   * An image was decoded, or is broken.
   *
   * @param url its URL
   * @param format its format
   * @param width its width, px
   * @param height its height, px
   * @param problem what is wrong; empty when it is whole
   */
  record ImageDecoded(String url, String format, int width, int height, String problem)
      implements PageStep {}

  /**
   * The page was laid out.
   *
   * @param boxes boxes in the tree
   * @param lines line boxes
   * @param width width of the viewport, px
   * @param height height of the whole page, px
   * @param laidOutAsBlocks display values that are not supported yet and laid out as blocks, with
   *     counts
   */
  record LaidOut(int boxes, int lines, int width, int height, List<String> laidOutAsBlocks)
      implements PageStep {}

  /**
   * The page was painted.
   *
   * @param paint 1 for the first paint
   * @param items items of the display list
   * @param width width of the picture, px
   * @param height height of the picture, px
   * @param whole whether the document was whole by then
   */
  record Painted(int paint, int items, int width, int height, boolean whole) implements PageStep {}

  /**
   * A picture was written.
   *
   * @param file its path
   * @param width its width, px
   * @param height its height, px
   * @param bytes its size
   */
  record PictureWritten(String file, int width, int height, long bytes) implements PageStep {}

  /**
   * The page reached a milestone.
   *
   * @param milestone interactive, DOMContentLoaded, first paint, load
   * @param url the page's URL
   */
  record MilestoneReached(String milestone, String url) implements PageStep {}

  /**
   * Painting is not possible on this machine.
   *
   * @param problem what is missing, and the package that has it
   */
  record PaintingUnavailable(String problem) implements PageStep {}
}
