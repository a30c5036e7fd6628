package dev.glasshouse.dom;

import java.util.HashMap;
import java.util.Map;

/**
 * A tag name that the HTML Standard gives a meaning (in its elements or in its parser), so that
 * code can switch over it; every other name is {@link #UNKNOWN}.
 *
 * <p>A tag is a name alone: {@code title} is {@link #TITLE} in SVG too. {@link Element#is} asks for
 * the HTML element.
 */
public enum Tag {
  /** Any name that is not in this list: custom elements, most of SVG and MathML. */
  UNKNOWN(""),
  /** {@code a}. */
  A("a"),
  /** {@code abbr}. */
  ABBR("abbr"),
  /** {@code acronym}. */
  ACRONYM("acronym"),
  /** {@code address}. */
  ADDRESS("address"),
  /** {@code annotation-xml}. */
  ANNOTATION_XML("annotation-xml"),
  /** {@code applet}. */
  APPLET("applet"),
  /** {@code area}. */
  AREA("area"),
  /** {@code article}. */
  ARTICLE("article"),
  /** {@code aside}. */
  ASIDE("aside"),
  /** {@code audio}. */
  AUDIO("audio"),
  /** {@code b}. */
  B("b"),
  /** {@code base}. */
  BASE("base"),
  /** {@code basefont}. */
  BASEFONT("basefont"),
  /** {@code bdi}. */
  BDI("bdi"),
  /** {@code bdo}. */
  BDO("bdo"),
  /** {@code bgsound}. */
  BGSOUND("bgsound"),
  /** {@code big}. */
  BIG("big"),
  /** {@code blink}. */
  BLINK("blink"),
  /** {@code blockquote}. */
  BLOCKQUOTE("blockquote"),
  /** {@code body}. */
  BODY("body"),
  /** {@code br}. */
  BR("br"),
  /** {@code button}. */
  BUTTON("button"),
  /** {@code canvas}. */
  CANVAS("canvas"),
  /** {@code caption}. */
  CAPTION("caption"),
  /** {@code center}. */
  CENTER("center"),
  /** {@code cite}. */
  CITE("cite"),
  /** {@code code}. */
  CODE("code"),
  /** {@code col}. */
  COL("col"),
  /** {@code colgroup}. */
  COLGROUP("colgroup"),
  /** {@code data}. */
  DATA("data"),
  /** {@code datalist}. */
  DATALIST("datalist"),
  /** {@code dd}. */
  DD("dd"),
  /** {@code del}. */
  DEL("del"),
  /** {@code desc}. */
  DESC("desc"),
  /** {@code details}. */
  DETAILS("details"),
  /** {@code dfn}. */
  DFN("dfn"),
  /** {@code dialog}. */
  DIALOG("dialog"),
  /** {@code dir}. */
  DIR("dir"),
  /** {@code div}. */
  DIV("div"),
  /** {@code dl}. */
  DL("dl"),
  /** {@code dt}. */
  DT("dt"),
  /** {@code em}. */
  EM("em"),
  /** {@code embed}. */
  EMBED("embed"),
  /** {@code fencedframe}. */
  FENCEDFRAME("fencedframe"),
  /** {@code fieldset}. */
  FIELDSET("fieldset"),
  /** {@code figcaption}. */
  FIGCAPTION("figcaption"),
  /** {@code figure}. */
  FIGURE("figure"),
  /** {@code font}. */
  FONT("font"),
  /** {@code footer}. */
  FOOTER("footer"),
  /** {@code foreignobject}. */
  FOREIGNOBJECT("foreignobject"),
  /** {@code form}. */
  FORM("form"),
  /** {@code frame}. */
  FRAME("frame"),
  /** {@code frameset}. */
  FRAMESET("frameset"),
  /** {@code h1}. */
  H1("h1"),
  /** {@code h2}. */
  H2("h2"),
  /** {@code h3}. */
  H3("h3"),
  /** {@code h4}. */
  H4("h4"),
  /** {@code h5}. */
  H5("h5"),
  /** {@code h6}. */
  H6("h6"),
  /** {@code head}. */
  HEAD("head"),
  /** {@code header}. */
  HEADER("header"),
  /** {@code hgroup}. */
  HGROUP("hgroup"),
  /** {@code hr}. */
  HR("hr"),
  /** {@code html}. */
  HTML("html"),
  /** {@code i}. */
  I("i"),
  /** {@code iframe}. */
  IFRAME("iframe"),
  /** {@code image}. */
  IMAGE("image"),
  /** {@code img}. */
  IMG("img"),
  /** {@code input}. */
  INPUT("input"),
  /** {@code ins}. */
  INS("ins"),
  /** {@code isindex}. */
  ISINDEX("isindex"),
  /** {@code kbd}. */
  KBD("kbd"),
  /** {@code keygen}. */
  KEYGEN("keygen"),
  /** {@code label}. */
  LABEL("label"),
  /** {@code legend}. */
  LEGEND("legend"),
  /** {@code li}. */
  LI("li"),
  /** {@code link}. */
  LINK("link"),
  /** {@code listing}. */
  LISTING("listing"),
  /** {@code main}. */
  MAIN("main"),
  /** {@code malignmark}. */
  MALIGNMARK("malignmark"),
  /** {@code map}. */
  MAP("map"),
  /** {@code mark}. */
  MARK("mark"),
  /** {@code marquee}. */
  MARQUEE("marquee"),
  /** {@code math}. */
  MATH("math"),
  /** {@code menu}. */
  MENU("menu"),
  /** {@code menuitem}. */
  MENUITEM("menuitem"),
  /** {@code meta}. */
  META("meta"),
  /** {@code meter}. */
  METER("meter"),
  /** {@code mglyph}. */
  MGLYPH("mglyph"),
  /** {@code mi}. */
  MI("mi"),
  /** {@code mn}. */
  MN("mn"),
  /** {@code mo}. */
  MO("mo"),
  /** {@code ms}. */
  MS("ms"),
  /** {@code mtext}. */
  MTEXT("mtext"),
  /** {@code multicol}. */
  MULTICOL("multicol"),
  /** {@code nav}. */
  NAV("nav"),
  /** {@code nextid}. */
  NEXTID("nextid"),
  /** {@code nobr}. */
  NOBR("nobr"),
  /** {@code noembed}. */
  NOEMBED("noembed"),
  /** {@code noframes}. */
  NOFRAMES("noframes"),
  /** {@code noscript}. */
  NOSCRIPT("noscript"),
  /** {@code object}. */
  OBJECT("object"),
  /** {@code ol}. */
  OL("ol"),
  /** {@code optgroup}. */
  OPTGROUP("optgroup"),
  /** {@code option}. */
  OPTION("option"),
  /** {@code output}. */
  OUTPUT("output"),
  /** {@code p}. */
  P("p"),
  /** {@code param}. */
  PARAM("param"),
  /** {@code picture}. */
  PICTURE("picture"),
  /** {@code plaintext}. */
  PLAINTEXT("plaintext"),
  /** {@code pre}. */
  PRE("pre"),
  /** {@code progress}. */
  PROGRESS("progress"),
  /** {@code q}. */
  Q("q"),
  /** {@code rb}. */
  RB("rb"),
  /** {@code rbc}. */
  RBC("rbc"),
  /** {@code rp}. */
  RP("rp"),
  /** {@code rt}. */
  RT("rt"),
  /** {@code rtc}. */
  RTC("rtc"),
  /** {@code ruby}. */
  RUBY("ruby"),
  /** {@code s}. */
  S("s"),
  /** {@code samp}. */
  SAMP("samp"),
  /** {@code script}. */
  SCRIPT("script"),
  /** {@code search}. */
  SEARCH("search"),
  /** {@code section}. */
  SECTION("section"),
  /** {@code select}. */
  SELECT("select"),
  /** {@code selectedcontent}. */
  SELECTEDCONTENT("selectedcontent"),
  /** {@code slot}. */
  SLOT("slot"),
  /** {@code small}. */
  SMALL("small"),
  /** {@code source}. */
  SOURCE("source"),
  /** {@code spacer}. */
  SPACER("spacer"),
  /** {@code span}. */
  SPAN("span"),
  /** {@code strike}. */
  STRIKE("strike"),
  /** {@code strong}. */
  STRONG("strong"),
  /** {@code style}. */
  STYLE("style"),
  /** {@code sub}. */
  SUB("sub"),
  /** {@code summary}. */
  SUMMARY("summary"),
  /** {@code sup}. */
  SUP("sup"),
  /** {@code svg}. */
  SVG("svg"),
  /** {@code table}. */
  TABLE("table"),
  /** {@code tbody}. */
  TBODY("tbody"),
  /** {@code td}. */
  TD("td"),
  /** {@code template}. */
  TEMPLATE("template"),
  /** {@code textarea}. */
  TEXTAREA("textarea"),
  /** {@code tfoot}. */
  TFOOT("tfoot"),
  /** {@code th}. */
  TH("th"),
  /** {@code thead}. */
  THEAD("thead"),
  /** {@code time}. */
  TIME("time"),
  /** {@code title}. */
  TITLE("title"),
  /** {@code tr}. */
  TR("tr"),
  /** {@code track}. */
  TRACK("track"),
  /** {@code tt}. */
  TT("tt"),
  /** {@code u}. */
  U("u"),
  /** {@code ul}. */
  UL("ul"),
  /** {@code var}. */
  VAR("var"),
  /** {@code video}. */
  VIDEO("video"),
  /** {@code wbr}. */
  WBR("wbr"),
  /** {@code xmp}. */
  XMP("xmp");

  private static final Map<String, Tag> BY_NAME = byName();

  private final String localName;

  Tag(String localName) {
    this.localName = localName;
  }

  /** The tag of this name, which is matched as it is: no case is folded. */
  public static Tag of(String localName) {
    return BY_NAME.getOrDefault(localName, UNKNOWN);
  }

  /** The name in lower case, as it is written in a document; empty for {@link #UNKNOWN}. */
  public String localName() {
    return localName;
  }

  private static Map<String, Tag> byName() {
    Map<String, Tag> map = HashMap.newHashMap(values().length);
    for (Tag tag : values()) {
      map.put(tag.localName, tag);
    }
    map.remove("");
    return map;
  }
}
