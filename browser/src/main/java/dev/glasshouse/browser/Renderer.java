package dev.glasshouse.browser;

import dev.glasshouse.css.Patience;
import dev.glasshouse.css.cascade.SheetUse;
import dev.glasshouse.css.cascade.StyleEngine;
import dev.glasshouse.css.cascade.StyleSheet;
import dev.glasshouse.css.media.Viewport;
import dev.glasshouse.css.properties.ComputedStyle;
import dev.glasshouse.css.selectors.PseudoElement;
import dev.glasshouse.dom.Document;
import dev.glasshouse.dom.Element;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.PageStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.layout.LayoutReport;
import dev.glasshouse.layout.LayoutTree;
import dev.glasshouse.layout.SkiaTypesetter;
import dev.glasshouse.layout.Styling;
import dev.glasshouse.layout.box.Pictures;
import dev.glasshouse.layout.box.Styles.Pseudo;
import dev.glasshouse.layout.image.ImageStore;
import dev.glasshouse.layout.paint.DisplayList;
import dev.glasshouse.layout.paint.PictureTooLarge;
import dev.glasshouse.layout.paint.SkiaPainter;
import dev.glasshouse.layout.paint.View;
import dev.glasshouse.layout.skia.PaintingUnavailable;
import dev.glasshouse.layout.text.FontFace;
import dev.glasshouse.layout.text.FontLibrary;
import dev.glasshouse.layout.text.TextShaper;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * From a tree and its sheets to pixels: style, layout, paint. It owns the page's fonts and
 * pictures, which are Skia's; on the page's loop only.
 */
final class Renderer implements AutoCloseable {

  /** A page that is laid out and ready to be painted. */
  record Frame(LayoutTree layout, DisplayList items) {}

  /** What needs Skia, opened together. */
  private record Tools(FontLibrary fonts, TextShaper shaper, ImageStore images) {
    void close() {
      shaper.close();
      images.close();
      fonts.close();
    }
  }

  private final Viewport viewport;
  private final Browser.Rendering rendering;
  private Optional<Tools> tools = Optional.empty();
  private String unavailable = "";
  private final Set<FontFace> toldFonts = new HashSet<>();
  private final Set<String> toldLayouts = new HashSet<>();
  private int paints;
  private MeasuredFonts measured = new MeasuredFonts(Optional::empty);

  Renderer(Viewport viewport, Browser.Rendering rendering) {
    this.viewport = viewport;
    this.rendering = rendering;
  }

  /** Another document takes the page: its fonts and what is told of them begin anew. */
  void beginDocument() {
    tools.ifPresent(its -> its.fonts().forgetDeclared());
    toldFonts.clear();
    toldLayouts.clear();
  }

  /** Whether the page is not to be rendered. */
  boolean isOff() {
    return rendering == Browser.Rendering.OFF;
  }

  Viewport viewport() {
    return viewport;
  }

  /** Why nothing can be painted on this machine; empty where it can, as far as was tried. */
  String unavailable() {
    return unavailable;
  }

  /** The store of pictures; empty where Skia is missing. */
  Optional<ImageStore> images(Trail trail) {
    return tools(trail).map(Tools::images);
  }

  /** The fonts of the page; empty where Skia is missing. */
  Optional<FontLibrary> fonts(Trail trail) {
    return tools(trail).map(Tools::fonts);
  }

  private Optional<Tools> tools(Trail trail) {
    if (tools.isEmpty() && unavailable.isEmpty()) {
      try {
        FontLibrary fonts = FontLibrary.open();
        tools = Optional.of(new Tools(fonts, new TextShaper(fonts), ImageStore.open()));
      } catch (PaintingUnavailable e) {
        unavailable = String.valueOf(e.getMessage());
        if (trail.on()) {
          trail.mark(new PageStep.PaintingUnavailable(unavailable), Because.HAPPENED);
        }
      }
    }
    return tools;
  }

  /**
   * The styles that stand in elements' attributes.
   *
   * @param base what their URLs are relative to
   * @param allowed which of them count, by their text
   */
  record Inline(Url base, Predicate<String> allowed) {}

  /**
   * Computes the styles of a document.
   *
   * @throws Patience.Ended when that takes longer than it may
   */
  StyleEngine style(
      Document document,
      List<StyleSheet> sheets,
      Inline inline,
      Supplier<Patience> patience,
      Trail trail) {
    long begin = trail.now();
    var measure = new MeasuredFonts(() -> isOff() ? Optional.empty() : fonts(trail));
    measured = measure;
    StyleEngine engine =
        StyleEngine.of(document, viewport, measure, dev.glasshouse.css.Limits.DEFAULT);
    engine.styleAttributes(inline.allowed());
    engine.base(inline.base());
    engine.patience(patience);
    engine.sheets(sheets.stream().map(SheetUse::of).toList());
    var report = engine.report();
    if (trail.on()) {
      trail.add(
          begin,
          new PageStep.StyleResolved(report.elements(), report.rules(), sheets.size()),
          Because.HAPPENED);
    }
    return engine;
  }

  /** Whether the last styles depend on what fonts there are. */
  boolean stylesDependOnFonts() {
    return measured.asked();
  }

  /**
   * Lays a document out; empty where Skia is missing.
   *
   * @throws Patience.Ended when that takes longer than it may
   */
  Optional<Frame> layOut(
      Document document,
      StyleEngine styles,
      Pictures pictures,
      Supplier<Patience> patience,
      Trail trail) {
    Optional<Tools> its = tools(trail);
    if (its.isEmpty()) {
      return Optional.empty();
    }
    long begin = trail.now();
    var typesetter = new SkiaTypesetter(its.get().fonts(), its.get().shaper());
    LayoutTree layout =
        LayoutTree.of(
            document,
            styling(styles),
            pictures,
            typesetter,
            (int) viewport.width(),
            (int) viewport.height(),
            dev.glasshouse.layout.Limits.DEFAULT,
            patience.get());
    DisplayList items = layout.displayList();
    if (trail.on()) {
      LayoutReport report = layout.report();
      long id = trail.open();
      trail.close(
          id,
          begin,
          new PageStep.LaidOut(
              report.boxes(),
              report.lines(),
              report.width(),
              report.height(),
              report.laidOutAsBlocks()),
          Because.HAPPENED);
      tellInstead(report, trail.after(id));
      tellFonts(its.get().fonts(), trail.after(id));
    }
    return Optional.of(new Frame(layout, items));
  }

  private void tellInstead(LayoutReport report, Trail trail) {
    for (String display : report.laidOutAsBlocks()) {
      String name = display.replaceFirst(" \\(\\d+\\)$", "");
      if (toldLayouts.add(name)) {
        trail.mark(new JourneyStep.NotSupported(name, display, instead(name)), Because.HAPPENED);
      }
    }
  }

  private static String instead(String name) {
    return switch (name) {
      case "font-variant-caps" -> "the letters as they are";
      case "writing-mode" -> "horizontal lines";
      case "position: sticky" -> "position: relative";
      default -> "laid out as a block";
    };
  }

  private void tellFonts(FontLibrary fonts, Trail trail) {
    for (FontFace face : fonts.used()) {
      if (toldFonts.add(face)) {
        String used = face.family() + " " + face.weight() + " " + lower(face.slant());
        trail.mark(
            new PageStep.FontChosen(face.family(), used, lower(face.origin())), Because.HAPPENED);
      }
    }
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** The text of a document, for which no font is needed. */
  String text(Document document, StyleEngine styles) {
    return LayoutTree.text(document, styling(styles), dev.glasshouse.layout.Limits.DEFAULT);
  }

  /** Paints the viewport into memory, as a browser does that shows a page while it comes. */
  void paint(Frame frame, boolean whole, Trail trail) {
    Tools its = tools.orElseThrow();
    long begin = trail.now();
    var view = View.of((int) viewport.width(), (int) viewport.height());
    try {
      new SkiaPainter(its.fonts(), its.images()).paint(frame.items(), view);
    } catch (PictureTooLarge e) {
      return;
    }
    told(frame, view, whole, begin, trail);
  }

  /**
   * Paints a PNG file.
   *
   * @return its size in bytes
   */
  long writePng(Frame frame, View view, OutputStream out, Trail trail)
      throws IOException, PictureTooLarge {
    Tools its = tools.orElseThrow();
    long begin = trail.now();
    long bytes = new SkiaPainter(its.fonts(), its.images()).writePng(frame.items(), view, out);
    told(frame, view, true, begin, trail);
    return bytes;
  }

  private void told(Frame frame, View view, boolean whole, long begin, Trail trail) {
    paints++;
    if (trail.on()) {
      trail.add(
          begin,
          new PageStep.Painted(
              paints, frame.items().items().size(), view.pixelWidth(), view.pixelHeight(), whole),
          Because.HAPPENED);
    }
  }

  private static Styling styling(StyleEngine engine) {
    return new Styling() {
      @Override
      public ComputedStyle of(Element element) {
        return engine.styleOf(element);
      }

      @Override
      public Optional<ComputedStyle> of(Element element, Pseudo pseudo) {
        return engine.styleOf(
            element,
            switch (pseudo) {
              case BEFORE -> PseudoElement.BEFORE;
              case AFTER -> PseudoElement.AFTER;
              case MARKER -> PseudoElement.MARKER;
            });
      }
    };
  }

  @Override
  public void close() {
    tools.ifPresent(Tools::close);
    tools = Optional.empty();
    unavailable = "the page is closed";
  }
}
