package dev.glasshouse.dom.html;

import dev.glasshouse.dom.Element;

/** Why the parser gave control back. */
public sealed interface ParseStatus {
  /** All that came has been parsed; more may come. */
  record NeedsInput() implements ParseStatus {}

  /**
   * A script's end tag was met: the tree up to it is there. The host runs the script if it is to
   * run, and calls {@link HtmlParser#resume}. Input may go on coming meanwhile.
   *
   * @param script the element, HTML or SVG
   */
  record Paused(Element script) implements ParseStatus {}

  /** The document is whole. */
  record Finished() implements ParseStatus {}
}
