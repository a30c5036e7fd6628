package dev.glasshouse.browser;

import dev.glasshouse.browser.ResourceLoader.CrossOrigin;
import dev.glasshouse.css.LimitFired;
import dev.glasshouse.css.cascade.ImportRule;
import dev.glasshouse.css.cascade.Origin;
import dev.glasshouse.css.cascade.StyleSheet;
import dev.glasshouse.css.media.MediaQueryList;
import dev.glasshouse.css.media.Viewport;
import dev.glasshouse.css.syntax.StyleBytes;
import dev.glasshouse.dom.Document;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.QuirksMode;
import dev.glasshouse.dom.encoding.Encoding;
import dev.glasshouse.fetch.Destination;
import dev.glasshouse.fetch.Terms;
import dev.glasshouse.fetch.priority.Loading;
import dev.glasshouse.fetch.referrer.ReferrerPolicy;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.PageReason;
import dev.glasshouse.journey.PageStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The style sheets of a document: those of {@code link} and {@code style} elements and what they
 * import, each fetched once, in the order of the tree. A sheet that applies blocks rendering until
 * it is there or has failed (HTML 4.2.4.3, 4.2.6). On the page's loop only.
 */
final class Sheets {
  private static final Clause CSS_TYPE = Clause.of("HTML", "4.6.7.21");

  /** One sheet, with those that it imports. */
  private final class Node {
    private Optional<StyleSheet> sheet = Optional.empty();
    private final Map<ImportRule, Node> imports = new IdentityHashMap<>();
    private final String url;
    private boolean pending = true;

    /** On whose behalf what it names is asked for: the page's, where it stands in that. */
    private Terms terms = Terms.NONE;

    Node(String url) {
      this.url = url;
    }

    void pendingInto(List<String> urls) {
      if (pending) {
        urls.add(url);
      }
      imports.values().forEach(node -> node.pendingInto(urls));
    }

    boolean isPending() {
      return pending || imports.values().stream().anyMatch(Node::isPending);
    }

    /** The terms of the sheet here that names a URL. */
    Optional<Terms> naming(String named) {
      return sheet
          .filter(its -> its.names(named))
          .map(_ -> terms)
          .or(() -> imports.values().stream().flatMap(n -> n.naming(named).stream()).findFirst());
    }

    Optional<StyleSheet> built() {
      if (sheet.isEmpty()) {
        return sheet;
      }
      StyleSheet whole = sheet.get();
      for (ImportRule rule : whole.imports()) {
        Optional<StyleSheet> imported = Optional.ofNullable(imports.get(rule)).flatMap(Node::built);
        if (imported.isPresent()) {
          whole = whole.withImport(rule, imported.get());
        }
      }
      return Optional.of(whole);
    }
  }

  /** The sheet of an element. */
  private record Owned(Node node, boolean applies) {}

  private final ResourceLoader loader;
  private final PagePolicies policies;
  private final Viewport viewport;
  private final Limits limits;
  private final Trail trail;
  private final PageProblems problems;
  private String encoding = "UTF-8";
  private final Map<Element, Owned> owned = new IdentityHashMap<>();
  private Optional<String> preferredTitle = Optional.empty();
  private int version;

  Sheets(
      ResourceLoader loader,
      PagePolicies policies,
      Viewport viewport,
      Limits limits,
      Trail trail,
      PageProblems problems) {
    this.problems = problems;
    this.loader = loader;
    this.policies = policies;
    this.viewport = viewport;
    this.limits = limits;
    this.trail = trail;
  }

  /** Whether a sheet that applies is still on its way. */
  boolean blockRendering() {
    return owned.values().stream().anyMatch(o -> o.applies() && o.node().isPending());
  }

  /** Where the sheets come from that rendering waits for. */
  List<String> blocking() {
    var urls = new ArrayList<String>();
    owned.values().stream().filter(Owned::applies).forEach(o -> o.node().pendingInto(urls));
    return urls;
  }

  /** Grows with each change of what the sheets say. */
  int version() {
    return version;
  }

  /** The sheets that apply, in the order of the tree. */
  List<StyleSheet> of(Document document) {
    var sheets = new ArrayList<StyleSheet>();
    for (Element element : document.descendantElements()) {
      Owned its = owned.get(element);
      if (its != null && its.applies()) {
        its.node().built().ifPresent(sheets::add);
      }
    }
    return sheets;
  }

  /**
   * On whose behalf a picture or font is asked for that the styles name: that of the sheet which
   * does (Referrer Policy, "Integration with CSS").
   *
   * @param url absolute
   */
  Terms behalf(String url) {
    return owned.values().stream()
        .flatMap(o -> o.node().naming(url).stream())
        .findFirst()
        .orElse(Terms.NONE);
  }

  /** Takes in the sheet of a {@code style} element whose text is whole. */
  void addInline(Element style, Url base) {
    if (owned.containsKey(style) || !saysCss(style.attribute("type"))) {
      return;
    }
    var node = new Node(base.display());
    owned.put(style, new Owned(node, mediaApply(style)));
    if (!policies.allowsStyle(style, style.textContent())) {
      node.pending = false;
      version++;
      return;
    }
    var source =
        new StyleSheet.Source(
            "", Optional.of(base), Origin.AUTHOR, isQuirky(style), Math.max(1, style.line()));
    String where = base.display() + " " + place(style);
    parsed(node, style.textContent(), source, where, 0, List.of());
  }

  /** Loads the sheet of a {@code link} element, if it is one for a sheet that is used. */
  void addLinked(Element link, Url url) {
    if (owned.containsKey(link) || !saysCss(link.attribute("type"))) {
      return;
    }
    if (isAlternative(link)) {
      skip(url, PageReason.ALTERNATIVE_SHEET);
      return;
    }
    encoding = link.ownerDocument().encoding();
    boolean applies = mediaApply(link);
    var node = new Node(url.display());
    owned.put(link, new Owned(node, applies));
    String initiator = "line " + link.line();
    ResourceLoader.Wanted wanted =
        new ResourceLoader.Wanted(
            url,
            Destination.STYLE,
            initiator,
            loading(applies),
            CrossOrigin.of(Optional.ofNullable(link.attribute("crossorigin")), Destination.STYLE),
            PagePolicies.terms(link));
    if (!loader.knows(wanted)) {
      found(url, "tree", place(link), applies);
    }
    load(node, wanted, isQuirky(link), 0, List.of());
  }

  private void found(Url url, String finder, String place, boolean applies) {
    if (trail.on()) {
      trail.mark(
          new PageStep.ResourceFound(url.display(), "style", finder, place, applies),
          applies
              ? Because.of(PageReason.SHEET_BLOCKS, Clause.of("HTML", "4.2.4.3"))
              : Because.of(PageReason.MEDIA_DO_NOT_MATCH, Clause.of("Media Queries 4", "2")));
    }
  }

  private static Loading loading(boolean applies) {
    return applies ? Loading.BLOCKING : Loading.LATER;
  }

  private void load(
      Node node, ResourceLoader.Wanted wanted, boolean quirks, int depth, List<String> chain) {
    Url url = wanted.url();
    loader.load(
        wanted,
        trail,
        loaded -> {
          switch (loaded) {
            case Loaded.Failed _ -> {
              node.pending = false;
              version++;
            }
            case Loaded.Content content -> arrived(node, content, url, quirks, depth, chain);
          }
        });
  }

  private void arrived(
      Node node, Loaded.Content content, Url asked, boolean quirks, int depth, List<String> chain) {
    boolean isCss = content.essence().equals("text/css");
    boolean own = content.urls().stream().map(Url::origin).allMatch(policies::isOwn);
    // HTML 4.6.8: in quirks mode any type will do, but only for what is the page's own.
    if (!isCss && !(quirks && own)) {
      node.pending = false;
      version++;
      if (trail.on()) {
        trail.mark(
            new PageStep.ResourceSkipped(asked.display(), "style"),
            Because.of(PageReason.NOT_CSS, CSS_TYPE, content.essence()));
      }
      return;
    }
    var source =
        new StyleSheet.Source(
            content.url().href(), Optional.of(content.url()), Origin.AUTHOR, quirks, 1);
    // Referrer Policy, "Integration with CSS": it has a policy of its own, whatever the page's is.
    node.terms =
        Terms.NONE
            .from(content.url())
            .with(content.referrerPolicy().orElse(ReferrerPolicy.DEFAULT));
    String text =
        StyleBytes.decode(content.bytes(), content.charset(), Encoding.forLabel(encoding)).text();
    var deeper = new ArrayList<>(chain);
    deeper.add(content.url().hrefWithoutFragment());
    parsed(node, text, source, content.url().display(), depth, deeper);
  }

  private void parsed(
      Node node,
      String text,
      StyleSheet.Source source,
      String where,
      int depth,
      List<String> chain) {
    long begin = trail.now();
    StyleSheet sheet = StyleSheet.parse(text, source);
    if (trail.on()) {
      trail.add(
          begin,
          new PageStep.SheetParsed(where, text.length(), sheet.ruleCount(), unsupported(sheet)),
          Because.HAPPENED);
    }
    for (LimitFired fired : sheet.limits()) {
      String line = fired.line() == 0 ? "" : " line " + fired.line();
      problems.limit(fired.limit(), fired.allowed(), fired.unit(), where + line);
    }
    node.sheet = Optional.of(sheet);
    node.pending = false;
    version++;
    for (ImportRule rule : sheet.imports()) {
      importInto(node, rule, source, depth, chain);
    }
  }

  private void importInto(
      Node node, ImportRule rule, StyleSheet.Source source, int depth, List<String> chain) {
    Optional<Url> url =
        source.base().isPresent()
            ? Url.tryParse(rule.url(), source.base().get())
            : Url.tryParse(rule.url());
    if (url.isEmpty()) {
      return;
    }
    if (!rule.media().matches(viewport)) {
      skip(url.get(), PageReason.MEDIA_DO_NOT_MATCH);
      return;
    }
    if (chain.contains(url.get().hrefWithoutFragment())) {
      skip(url.get(), PageReason.IMPORTS_ITSELF);
      return;
    }
    if (depth >= limits.importDepth()) {
      problems.limit("importDepth", limits.importDepth(), "imports", url.get().display());
      return;
    }
    var imported = new Node(url.get().display());
    node.imports.put(rule, imported);
    found(url.get(), "style sheet", "line " + rule.line(), true);
    String initiator = "@import in line " + rule.line();
    // As in Chromium, by the page's policy and not by the sheet's.
    var wanted =
        new ResourceLoader.Wanted(
            url.get(),
            Destination.STYLE,
            initiator,
            Loading.BLOCKING,
            CrossOrigin.NO_CORS,
            node.terms.referrer().map(Terms.NONE::from).orElse(Terms.NONE));
    load(imported, wanted, source.quirks(), depth + 1, chain);
  }

  private void skip(Url url, PageReason why) {
    if (trail.on()) {
      trail.mark(new PageStep.ResourceSkipped(url.display(), "style"), Because.of(why));
    }
  }

  /** CSSOM 6.2: a sheet with another title than the first titled one is an alternative. */
  private boolean isAlternative(Element link) {
    String rel = String.valueOf(link.attribute("rel")).toLowerCase(Locale.ROOT);
    String title = link.attribute("title");
    boolean hasTitle = title != null && !title.isEmpty();
    if (List.of(rel.split("\\s+")).contains("alternate")) {
      return hasTitle;
    }
    if (!hasTitle) {
      return false;
    }
    if (preferredTitle.isEmpty()) {
      preferredTitle = Optional.of(String.valueOf(title));
    }
    return !preferredTitle.get().equals(title);
  }

  private boolean mediaApply(Element owner) {
    String media = owner.attribute("media");
    return media == null || media.isBlank() || MediaQueryList.parse(media).matches(viewport);
  }

  private static boolean saysCss(@org.jspecify.annotations.Nullable String type) {
    return type == null
        || type.isBlank()
        || type.strip().toLowerCase(Locale.ROOT).startsWith("text/css");
  }

  private static boolean isQuirky(Element element) {
    return element.ownerDocument().quirksMode() == QuirksMode.QUIRKS;
  }

  private static String place(Element element) {
    return element.line() + ":" + element.column();
  }

  private static List<String> unsupported(StyleSheet sheet) {
    return sheet.unsupported().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(e -> e.getKey() + " (" + e.getValue() + ")")
        .toList();
  }
}
