package dev.glasshouse.dom.html;

import dev.glasshouse.dom.AttributeList;
import dev.glasshouse.dom.Comment;
import dev.glasshouse.dom.Document;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.ElementName;
import dev.glasshouse.dom.HtmlTemplate;
import dev.glasshouse.dom.Namespace;
import dev.glasshouse.dom.Node;
import dev.glasshouse.dom.Tag;
import dev.glasshouse.dom.Text;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes a tree of the tokens: the state that the insertion modes share, and what they all do.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/parsing.html#tree-construction">HTML
 *     13.2.6</a>
 */
final class TreeBuilder implements TokenSink {
  final Document document;
  final ParserOptions options;
  final OpenElements open = new OpenElements();
  final FormattingElements formatting;
  final List<InsertionMode> templateModes = new ArrayList<>();
  InsertionMode mode = InsertionMode.INITIAL;
  InsertionMode originalMode = InsertionMode.INITIAL;
  @Nullable Element head;
  @Nullable Element form;
  boolean framesetOk = true;
  boolean fosterParenting;

  /** Whether a line feed that comes next is dropped. */
  boolean skipLineFeed;

  private final Input in;
  private final ErrorLog errors;
  private final Rules[] rules = new Rules[InsertionMode.values().length];
  private final ForeignRules foreign = new ForeignRules(this);
  private final DeepElements deep;
  private final SelectedContent selectedContent = new SelectedContent();
  private final Map<Tag, TagToken> implied = new EnumMap<>(Tag.class);
  private @Nullable Tokenizer tokenizer;
  private @Nullable Element context;
  private @Nullable Element pausedAt;
  private @Nullable MetaWatcher metaWatcher;

  /** The place that {@link #findPlace} found. */
  private Node placeParent;

  private @Nullable Node placeBefore;

  private int nodes;
  private int elements;

  /** Is told of each {@code meta} element that comes into the tree. */
  interface MetaWatcher {
    void seen(Element meta);
  }

  TreeBuilder(Document document, ParserOptions options, Input in, ErrorLog errors) {
    this.document = document;
    this.options = options;
    this.in = in;
    this.errors = errors;
    this.placeParent = document;
    formatting = new FormattingElements(options.limits().formattingElements(), errors);
    deep = new DeepElements(this, options.limits().depth(), errors);
    set(InsertionMode.INITIAL, new HeadRules.Initial(this));
    set(InsertionMode.BEFORE_HTML, new HeadRules.BeforeHtml(this));
    set(InsertionMode.BEFORE_HEAD, new HeadRules.BeforeHead(this));
    set(InsertionMode.IN_HEAD, new HeadRules.InHead(this));
    set(InsertionMode.IN_HEAD_NOSCRIPT, new HeadRules.InHeadNoscript(this));
    set(InsertionMode.AFTER_HEAD, new HeadRules.AfterHead(this));
    set(InsertionMode.IN_BODY, new BodyRules(this));
    set(InsertionMode.TEXT, new TextRules(this));
    set(InsertionMode.IN_TABLE, new TableRules.InTable(this));
    set(InsertionMode.IN_TABLE_TEXT, new TableRules.InTableText(this));
    set(InsertionMode.IN_CAPTION, new TableRules.InCaption(this));
    set(InsertionMode.IN_COLUMN_GROUP, new TableRules.InColumnGroup(this));
    set(InsertionMode.IN_TABLE_BODY, new RowRules.InTableBody(this));
    set(InsertionMode.IN_ROW, new RowRules.InRow(this));
    set(InsertionMode.IN_CELL, new RowRules.InCell(this));
    set(InsertionMode.IN_TEMPLATE, new TemplateRules(this));
    set(InsertionMode.AFTER_BODY, new AfterRules.AfterBody(this));
    set(InsertionMode.IN_FRAMESET, new AfterRules.InFrameset(this));
    set(InsertionMode.AFTER_FRAMESET, new AfterRules.AfterFrameset(this));
    set(InsertionMode.AFTER_AFTER_BODY, new AfterRules.AfterAfterBody(this));
    set(InsertionMode.AFTER_AFTER_FRAMESET, new AfterRules.AfterAfterFrameset(this));
  }

  private void set(InsertionMode which, Rules rule) {
    rules[which.ordinal()] = rule;
  }

  void attach(Tokenizer source) {
    tokenizer = source;
  }

  void watchMeta(MetaWatcher watcher) {
    metaWatcher = watcher;
  }

  Rules rules(InsertionMode which) {
    return rules[which.ordinal()];
  }

  /** The element that a fragment is parsed for, or null. */
  @Nullable Element context() {
    return context;
  }

  /** Begins the parsing of a fragment (HTML 13.4, steps 9 to 13). */
  void beginFragment(Element inContext, Element root) {
    context = inContext;
    open.push(root);
    if (inContext.is(Tag.TEMPLATE)) {
      templateModes.add(InsertionMode.IN_TEMPLATE);
    }
    resetInsertionMode();
    for (Element node = inContext; node != null; node = node.parentElement()) {
      if (node.is(Tag.FORM)) {
        form = node;
        break;
      }
    }
  }

  int nodeCount() {
    return nodes;
  }

  int elementCount() {
    return elements;
  }

  /** The script that the parser has to wait for; asking takes it away. */
  @Nullable Element takePause() {
    Element script = pausedAt;
    pausedAt = null;
    return script;
  }

  void error(ParseErrorCode code) {
    in.error(code, in.offset(Math.max(0, in.pos - 1)));
  }

  // Tokens, HTML 13.2.6: "tree construction dispatcher".

  @Override
  public void doctype(DoctypeToken doctype) {
    skipLineFeed = false;
    boolean again;
    do {
      again = (isHtmlContent() ? current() : foreign).doctype(doctype);
    } while (again);
  }

  @Override
  public void startTag(TagToken token) {
    skipLineFeed = false;
    if (open.size() > options.limits().depth() && deep.startTag(token)) {
      return;
    }
    boolean again;
    do {
      again = (takesStartTag(token) ? current() : foreign).startTag(token);
    } while (again);
    if (token.selfClosing && !token.acknowledged) {
      error(ParseErrorCode.NON_VOID_HTML_ELEMENT_START_TAG_WITH_TRAILING_SOLIDUS);
    }
  }

  @Override
  public void endTag(TagToken token) {
    skipLineFeed = false;
    if (deep.isActive() && deep.endTag(token)) {
      return;
    }
    boolean again;
    do {
      again = (isHtmlContent() ? current() : foreign).endTag(token);
    } while (again);
  }

  @Override
  public void comment(String data) {
    skipLineFeed = false;
    boolean again;
    do {
      again = (isHtmlContent() ? current() : foreign).comment(data);
    } while (again);
  }

  @Override
  public void characters(char[] chars, int start, int end) {
    int at = start;
    if (skipLineFeed) {
      skipLineFeed = false;
      if (chars[at] == '\n') {
        at++;
      }
    }
    while (at < end) {
      Rules now = takesCharacters() ? current() : foreign;
      if (now.takesUnsorted()) {
        if (now.unsorted(chars, at, end)) {
          continue;
        }
        return;
      }
      int to = endOfKind(chars, at, end);
      boolean again =
          chars[at] == 0
              ? now.nul()
              : CharClass.isSpace(chars[at]) ? now.space(chars, at, to) : now.text(chars, at, to);
      if (!again) {
        at = to;
      }
    }
  }

  private static int endOfKind(char[] chars, int start, int end) {
    if (chars[start] == 0) {
      return start + 1;
    }
    boolean space = CharClass.isSpace(chars[start]);
    int p = start + 1;
    while (p < end && CharClass.isSpace(chars[p]) == space && chars[p] != 0) {
      p++;
    }
    return p;
  }

  @Override
  public void endOfFile() {
    deep.forget();
    boolean again;
    do {
      again = current().endOfFile();
    } while (again);
  }

  @Override
  public boolean inForeignContent() {
    return !open.isEmpty() && !adjustedCurrent().isHtml();
  }

  private Rules current() {
    return rules[mode.ordinal()];
  }

  /** The current node, or the context where that is the root of a fragment. */
  Element adjustedCurrent() {
    Element now = context;
    return now != null && open.size() == 1 ? now : open.current();
  }

  private int adjustedTraits() {
    Element now = context;
    return now != null && open.size() == 1 ? Traits.of(now) : open.currentTraits();
  }

  private boolean isHtmlContent() {
    return open.isEmpty() || (adjustedTraits() & Traits.HTML) != 0;
  }

  private boolean takesStartTag(TagToken token) {
    if (open.isEmpty()) {
      return true;
    }
    int traits = adjustedTraits();
    if ((traits & (Traits.HTML | Traits.HTML_INTEGRATION)) != 0) {
      return true;
    }
    if ((traits & Traits.MATHML_TEXT) != 0) {
      return token.tag() != Tag.MGLYPH && token.tag() != Tag.MALIGNMARK;
    }
    Element now = adjustedCurrent();
    return token.tag() == Tag.SVG
        && now.namespace() == Namespace.MATHML
        && now.localName().equals("annotation-xml");
  }

  private boolean takesCharacters() {
    return open.isEmpty()
        || (adjustedTraits() & (Traits.HTML | Traits.HTML_INTEGRATION | Traits.MATHML_TEXT)) != 0;
  }

  // Insertion, HTML 13.2.6.1.

  /** "Appropriate place for inserting a node" (HTML 13.2.6.1). */
  private void findPlace(Element target) {
    placeBefore = null;
    if (fosterParenting && (Traits.of(target) & Traits.FOSTERS) != 0) {
      findFosterPlace();
    } else {
      placeParent = target instanceof HtmlTemplate template ? template.content() : target;
    }
  }

  private void findFosterPlace() {
    int template = open.lastIndexOf(Tag.TEMPLATE);
    int table = open.lastIndexOf(Tag.TABLE);
    if (template >= 0 && (table < 0 || template > table)) {
      placeParent = ((HtmlTemplate) open.get(template)).content();
    } else if (table < 0) {
      placeParent = open.get(0);
    } else {
      Node parent = open.get(table).parent();
      if (parent != null) {
        placeParent = parent;
        placeBefore = open.get(table);
      } else {
        Element above = open.get(table - 1);
        placeParent = above instanceof HtmlTemplate inner ? inner.content() : above;
      }
    }
  }

  /** Puts a node where a node goes now. */
  private void insert(Node node) {
    findPlace(open.current());
    insertAtPlace(node);
  }

  private void insertAtPlace(Node node) {
    if (++nodes > options.limits().nodes()) {
      errors.fired(LimitFired.NODES);
      return;
    }
    placeParent.insertBefore(node, placeBefore);
  }

  /** Puts a node where it goes if {@code target} were the current node. */
  void insertAt(Element target, Node node) {
    findPlace(target);
    node.remove();
    placeParent.insertBefore(node, placeBefore);
  }

  void insertText(char[] chars, int start, int end) {
    findPlace(open.current());
    Node before = placeBefore == null ? placeParent.lastChild() : placeBefore.previousSibling();
    if (before instanceof Text text) {
      text.appendData(chars, start, end - start);
    } else {
      insertAtPlace(document.createText(new String(chars, start, end - start)));
    }
  }

  void insertComment(String data) {
    insert(document.createComment(data));
  }

  void insertCommentInto(Node parent, String data) {
    Comment comment = document.createComment(data);
    placeParent = parent;
    placeBefore = null;
    insertAtPlace(comment);
  }

  void insertDoctype(DoctypeToken token) {
    placeParent = document;
    placeBefore = null;
    insertAtPlace(
        document.createDocumentType(
            Objects.requireNonNullElse(token.name(), ""),
            Objects.requireNonNullElse(token.publicId(), ""),
            Objects.requireNonNullElse(token.systemId(), "")));
  }

  Element create(ElementName name, TagToken token) {
    Element element = document.createElement(name, token.attributes);
    element.position(token.line, token.column);
    elements++;
    return element;
  }

  /** "Insert an HTML element". */
  Element insertElement(TagToken token) {
    Element element = create(token.name().html, token);
    insert(element);
    open.push(element);
    return element;
  }

  /** Inserts an HTML element that never has content. */
  Element insertVoid(TagToken token) {
    Element element = create(token.name().html, token);
    insert(element);
    token.acknowledged = true;
    return element;
  }

  /** "Insert a foreign element", its names adjusted. */
  Element insertForeign(TagToken token, Namespace namespace) {
    ElementName name = ForeignNames.adjust(token, namespace);
    Element element = create(name, token);
    insert(element);
    open.push(element);
    return element;
  }

  /** Inserts a copy of an element that was open before, without its children. */
  private Element reopen(FormattingElements.Entry entry) {
    Element element = entry.copy();
    elements++;
    insert(element);
    open.push(element);
    return element;
  }

  void openRoot(TagToken token) {
    Element root = create(token.name().html, token);
    placeParent = document;
    placeBefore = null;
    insertAtPlace(root);
    open.push(root);
  }

  /** A start tag that is not there. */
  TagToken implied(Tag tag) {
    return implied.computeIfAbsent(tag, t -> TagToken.of(new TagName(t.localName())));
  }

  /** Adds those attributes that the element has not. */
  void addMissing(Element element, AttributeList attributes) {
    for (int i = 0; i < attributes.size(); i++) {
      if (element.attributes().size() >= options.limits().attributes()) {
        errors.fired(LimitFired.ATTRIBUTES);
        return;
      }
      if (!element.hasAttribute(attributes.name(i).qualifiedName())) {
        element.setAttribute(attributes.name(i), attributes.value(i));
      }
    }
  }

  /** Opens an element whose content is text (HTML 13.2.6.2). */
  void openText(TagToken token, TokenizerState state) {
    insertElement(token);
    switchTokenizer(state);
    originalMode = mode;
    mode = InsertionMode.TEXT;
  }

  void switchTokenizer(TokenizerState state) {
    if (tokenizer != null) {
      tokenizer.switchTo(state);
    }
  }

  /** A script's end tag was read: its text is there. */
  void scriptEnded(Element script) {
    if (options.scripting() == Scripting.ON && context == null && tokenizer != null) {
      pausedAt = script;
      tokenizer.stop();
    }
  }

  void encodingSeen(Element meta) {
    if (metaWatcher != null) {
      metaWatcher.seen(meta);
    }
  }

  void selectedContentInserted(Element element) {
    open.watchOptions(selectedContent);
    selectedContent.inserted(element);
  }

  /** "Reconstruct the active formatting elements" (HTML 13.2.4.3). */
  void reconstructFormatting() {
    int last = formatting.size() - 1;
    if (last < 0) {
      return;
    }
    if (isOpenOrMarker(formatting.get(last))) {
      return;
    }
    int first = last;
    while (first > 0 && !isOpenOrMarker(formatting.get(first - 1))) {
      first--;
    }
    for (int i = first; i <= last; i++) {
      FormattingElements.Entry entry = formatting.get(i);
      if (entry == null) {
        continue;
      }
      if (open.size() > options.limits().depth()) {
        errors.fired(LimitFired.DEPTH);
        return;
      }
      formatting.replace(i, entry.with(reopen(entry)));
    }
  }

  private boolean isOpenOrMarker(FormattingElements.@Nullable Entry entry) {
    return entry == null || open.indexOf(entry.element()) >= 0;
  }

  /** "Close a p element". */
  void closeP() {
    open.generateImpliedEndTags(Tag.P);
    if (!open.currentIs(Tag.P)) {
      error(ParseErrorCode.MISNESTED_END_TAG);
    }
    open.popThrough(Tag.P);
  }

  void closePInButtonScope() {
    if (open.inButtonScope(Tag.P)) {
      closeP();
    }
  }

  /** "Reset the insertion mode appropriately" (HTML 13.2.4.1). */
  void resetInsertionMode() {
    for (int i = open.size() - 1; i >= 0; i--) {
      boolean last = i == 0;
      Element node = last && context != null ? context : open.get(i);
      InsertionMode found = modeFor(node.tag(), last);
      if (found != null) {
        mode = found;
        return;
      }
    }
    mode = InsertionMode.IN_BODY;
  }

  private @Nullable InsertionMode modeFor(Tag tag, boolean last) {
    return switch (tag) {
      case TD, TH -> last ? InsertionMode.IN_BODY : InsertionMode.IN_CELL;
      case TR -> InsertionMode.IN_ROW;
      case TBODY, THEAD, TFOOT -> InsertionMode.IN_TABLE_BODY;
      case CAPTION -> InsertionMode.IN_CAPTION;
      case COLGROUP -> InsertionMode.IN_COLUMN_GROUP;
      case TABLE -> InsertionMode.IN_TABLE;
      case TEMPLATE -> templateModes.getLast();
      case HEAD -> last ? InsertionMode.IN_BODY : InsertionMode.IN_HEAD;
      case BODY -> InsertionMode.IN_BODY;
      case FRAMESET -> InsertionMode.IN_FRAMESET;
      case HTML -> head == null ? InsertionMode.BEFORE_HEAD : InsertionMode.AFTER_HEAD;
      default -> last ? InsertionMode.IN_BODY : null;
    };
  }

  /** "Stop parsing", as far as the tree goes (HTML 13.2.7). */
  boolean stopParsing() {
    open.shrinkTo(0);
    return Rules.DONE;
  }
}
