package dev.glasshouse.dom.html;

import dev.glasshouse.dom.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Which tags may be left out.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/syntax.html#optional-tags">HTML 13.1.2.4</a>
 */
final class OptionalTags {
  private OptionalTags() {}

  /** Whether a start tag without attributes may be left out between its neighbours. */
  static boolean start(Tag tag, @Nullable Token previous, @Nullable Token next) {
    return switch (tag) {
      case HTML -> !isCommentOrSpace(next);
      case HEAD -> next instanceof Token.StartTag || ends(next, Tag.HEAD);
      case BODY -> !isCommentOrSpace(next) && !starts(next, Tag.SCRIPT) && !starts(next, Tag.STYLE);
      case COLGROUP -> starts(next, Tag.COL);
      case TBODY ->
          starts(next, Tag.TR)
              && !ends(previous, Tag.TBODY)
              && !ends(previous, Tag.THEAD)
              && !ends(previous, Tag.TFOOT);
      default -> false;
    };
  }

  /** Whether an end tag may be left out before what comes next. */
  static boolean end(Tag tag, @Nullable Token next) {
    boolean last = next == null || next instanceof Token.EndTag;
    Tag after = next instanceof Token.StartTag start ? Tag.of(start.name()) : Tag.UNKNOWN;
    return switch (tag) {
      case HTML, HEAD, BODY -> !isCommentOrSpace(next);
      case LI, OPTGROUP, TR -> last || after == tag;
      case DT -> after == Tag.DT || after == Tag.DD;
      case DD -> last || after == Tag.DT || after == Tag.DD;
      case P -> last || closesP(after) || isDatagrid(next);
      case OPTION -> last || after == Tag.OPTION || after == Tag.OPTGROUP;
      case RT, RP -> last || after == Tag.RT || after == Tag.RP;
      case COLGROUP -> !isCommentOrSpace(next) && after != Tag.COLGROUP;
      case THEAD -> after == Tag.TBODY || after == Tag.TFOOT;
      case TBODY -> last || after == Tag.TBODY || after == Tag.TFOOT;
      case TFOOT -> last || after == Tag.TBODY;
      case TD, TH -> last || after == Tag.TD || after == Tag.TH;
      default -> false;
    };
  }

  private static boolean closesP(Tag tag) {
    return switch (tag) {
      case ADDRESS, ARTICLE, ASIDE, BLOCKQUOTE, DIALOG, DIR, DIV, DL, FIELDSET, FOOTER, FORM ->
          true;
      case H1, H2, H3, H4, H5, H6, HEADER, HR, MENU, NAV, OL, P, PRE, SECTION, TABLE, UL -> true;
      default -> false;
    };
  }

  /**
   * An element of HTML5's drafts that was dropped; html5lib's suite still has it close a paragraph.
   */
  private static boolean isDatagrid(@Nullable Token next) {
    return next instanceof Token.StartTag start && start.name().equals("datagrid");
  }

  private static boolean starts(@Nullable Token token, Tag tag) {
    return token instanceof Token.StartTag start && Tag.of(start.name()) == tag;
  }

  private static boolean ends(@Nullable Token token, Tag tag) {
    return token instanceof Token.EndTag end && Tag.of(end.name()) == tag;
  }

  private static boolean isCommentOrSpace(@Nullable Token token) {
    return token instanceof Token.Comment
        || (token instanceof Token.Characters text
            && !text.data().isEmpty()
            && CharClass.isSpace(text.data().charAt(0)));
  }
}
