package dev.glasshouse.browser;

import dev.glasshouse.dom.Document;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Node;
import dev.glasshouse.fetch.csp.Directive;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.PageReason;
import dev.glasshouse.journey.PageStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what the parser added to the tree, and finds the resources in it: each time a piece was
 * parsed, from where it stopped the time before. On the page's loop only.
 */
final class TreeWatcher {
  private static final Set<String> FRAMES = Set.of("iframe", "frame", "object", "embed");

  private final Document document;
  private final Url url;
  private final PagePolicies policies;
  private final Sheets sheets;
  private final PageImages images;
  private final BiConsumer<Element, Url> links;
  private final Trail trail;
  private final List<Element> openStyles = new ArrayList<>();
  private final Set<String> told = new HashSet<>();
  private @Nullable Node last;
  private Optional<MetaRefresh> refresh = Optional.empty();
  private Url base;
  private boolean hasBase;

  /**
   * One of a document.
   *
   * @param links told of link elements that name no style sheet, and of the base of what they say;
   *     of each more than once
   */
  TreeWatcher(
      Document document,
      Url url,
      PagePolicies policies,
      Sheets sheets,
      PageImages images,
      BiConsumer<Element, Url> links,
      Trail trail) {
    this.policies = policies;
    this.document = document;
    this.url = url;
    this.base = url;
    this.sheets = sheets;
    this.images = images;
    this.links = links;
    this.trail = trail;
  }

  /** Looks at what came since the last call. */
  void look() {
    Node from = last;
    Node at = from == null || !from.isConnected() ? document.firstChild() : from.next(document);
    while (at != null) {
      last = at;
      if (at instanceof Element element) {
        visit(element);
      }
      at = at.next(document);
    }
    Node end = last;
    for (Element style : List.copyOf(openStyles)) {
      boolean whole = end != null && end != style && !style.contains(end);
      if (whole || !style.isConnected()) {
        openStyles.remove(style);
        sheets.addInline(style, base);
      }
    }
  }

  /** Looks at the whole tree once more: the parser may have put something before what was seen. */
  void finish() {
    for (Element element : document.descendantElements()) {
      visit(element);
    }
    openStyles.clear();
    for (Element element : document.descendantElements()) {
      if (element.localName().equals("style")) {
        sheets.addInline(element, base);
      }
    }
  }

  private void visit(Element element) {
    String name = element.localName();
    switch (name) {
      case "base" -> base(element);
      case "link" -> link(element);
      case "style" -> {
        if (!openStyles.contains(element)) {
          openStyles.add(element);
        }
      }
      case "img", "input", "video", "image" -> images.add(element);
      case "script" -> script(element);
      case "meta" -> meta(element);
      default -> {
        if (FRAMES.contains(name)) {
          frame(element);
        }
      }
    }
  }

  /** HTML 2.4.3: the first base element with an href counts. */
  private void base(Element element) {
    String href = element.attribute("href");
    if (hasBase || href == null) {
      return;
    }
    hasBase = true;
    base =
        Url.tryParse(href, url)
            .filter(b -> !b.scheme().equals("data") && !b.scheme().equals("javascript"))
            .filter(policies::allowsBase)
            .orElse(url);
    images.base(base);
  }

  /** HTML 4.2.5.3: the first that means something counts. */
  private void meta(Element meta) {
    policies.meta(meta);
    String what = meta.attribute("http-equiv");
    String content = meta.attribute("content");
    if (refresh.isEmpty() && "refresh".equalsIgnoreCase(what) && content != null) {
      refresh = MetaRefresh.parse(content, url, base, "line " + meta.line());
    }
  }

  /** Where the document says that it goes on. */
  Optional<MetaRefresh> refresh() {
    return refresh;
  }

  private void link(Element link) {
    String rel = link.attribute("rel");
    String href = link.attribute("href");
    if (rel == null || href == null || href.isBlank() || link.hasAttribute("disabled")) {
      return;
    }
    Set<String> kinds = new HashSet<>(Arrays.asList(rel.toLowerCase(Locale.ROOT).split("\\s+")));
    if (kinds.contains("stylesheet")) {
      Optional<Url> sheet = Url.tryParse(href, base);
      sheet.ifPresent(it -> sheets.addLinked(link, it));
      return;
    }
    links.accept(link, base);
  }

  private void script(Element script) {
    String type = script.attribute("type");
    boolean isData = type != null && !type.isBlank() && !isScriptType(type);
    if (isData || !told.add("script " + script.line() + ":" + script.column()) || !trail.on()) {
      return;
    }
    String src = script.attribute("src");
    String where =
        src == null
            ? url.display() + " " + script.line() + ":" + script.column()
            : Url.tryParse(src, base).map(Url::display).orElse(src);
    trail.mark(
        new PageStep.ResourceSkipped(where, "script"), Because.of(PageReason.SCRIPTS_DO_NOT_RUN));
  }

  private static boolean isScriptType(String type) {
    String essence = type.strip().toLowerCase(Locale.ROOT);
    return essence.equals("module")
        || essence.contains("javascript")
        || essence.contains("ecmascript");
  }

  private void frame(Element frame) {
    String name = frame.localName();
    String src = frame.attribute(name.equals("object") ? "data" : "src");
    String key = name + " " + frame.line() + ":" + frame.column();
    if (src == null || src.isBlank() || !told.add(key)) {
      return;
    }
    Optional<Url> its = Url.tryParse(src, base);
    Directive directive = name.endsWith("frame") ? Directive.FRAME_SRC : Directive.OBJECT_SRC;
    boolean isLoaded = its.filter(it -> !it.scheme().equals("about")).isPresent();
    if (isLoaded && !policies.allowsEmbedded(its.get(), directive)) {
      return;
    }
    if (trail.on()) {
      trail.mark(
          new JourneyStep.NotSupported(
              name, its.map(Url::display).orElse(src), "its place stays blank"),
          Because.HAPPENED);
    }
  }
}
