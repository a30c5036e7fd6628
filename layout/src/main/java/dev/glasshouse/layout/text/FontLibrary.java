package dev.glasshouse.layout.text;

import dev.glasshouse.layout.skia.CacheFolder;
import dev.glasshouse.layout.skia.Limits;
import dev.glasshouse.layout.skia.PaintingUnavailable;
import dev.glasshouse.layout.skia.Skia;
import io.github.humbleui.skija.Font;
import io.github.humbleui.skija.FontMgr;
import java.util.List;
import java.util.Optional;

/**
 * The fonts of one page: those that come with the program first, then this machine's, and those
 * that the page brings. A file is opened when its first glyph is needed. It owns Skia's fonts and
 * typefaces, which must not be used after {@link #close}; it belongs to one thread.
 */
public final class FontLibrary implements AutoCloseable {

  /** Whether the fonts of this machine may be used. */
  public enum SystemFonts {
    /** After the bundled ones: a family that only this machine has, a script that no other has. */
    USE,
    /** Never: the picture is the same on every machine. */
    HIDE
  }

  private final Limits limits;
  private final FaceShelf shelf;
  private final Fallback fallback;
  private final SkiaFonts skiaFonts;
  private int generation;

  private FontLibrary(FontMgr fonts, CacheFolder cache, SystemFonts systemFonts, Limits limits) {
    this.limits = limits;
    this.shelf = new FaceShelf(fonts, cache, systemFonts);
    this.fallback = new Fallback(shelf);
    this.skiaFonts = new SkiaFonts(shelf);
  }

  /** The fonts of a new page, with the user's cache folder, the system's fonts and usual limits. */
  public static FontLibrary open() throws PaintingUnavailable {
    return open(CacheFolder.ofUser(), SystemFonts.USE, Limits.DEFAULT);
  }

  /**
   * The fonts of a new page.
   *
   * @throws PaintingUnavailable where Skia does not load: text cannot be measured there, and there
   *     is no layout
   */
  public static FontLibrary open(CacheFolder cache, SystemFonts systemFonts, Limits limits)
      throws PaintingUnavailable {
    Skia.load(cache);
    return new FontLibrary(FontMgr.getDefault(), cache, systemFonts, limits);
  }

  /**
   * Says which fonts the page brings, later rules winning over earlier ones. They need not be there
   * yet: {@link #wanted} tells which of them text was to be drawn in.
   */
  public void declare(List<WebFont> rules) {
    if (shelf.web().declare(rules)) {
      changed();
    }
  }

  /** The rules whose fonts are not there yet and have characters of text that was shaped. */
  public List<WebFont> wanted() {
    return shelf.web().wanted();
  }

  /**
   * Takes the font of a rule: TrueType, OpenType, WOFF or WOFF2. Text that was shaped before keeps
   * its glyphs; {@link TextShaper} shapes anew from now on.
   */
  public WebFont.Added add(WebFont rule, byte[] file) {
    Optional<String> tooLarge = FontFile.tooLarge(file, limits);
    if (tooLarge.isPresent()) {
      return new WebFont.Added.Refused(tooLarge.get());
    }
    WebFont.Added added = shelf.web().add(rule, file);
    changed();
    return added;
  }

  /** Lets a font of the program or of this machine serve the rule, by its full name. */
  public WebFont.Added addLocal(WebFont rule, String name) {
    Optional<Face.Opener> found = shelf.local().find(name);
    if (found.isEmpty()) {
      return new WebFont.Added.Refused("there is no font of that name here");
    }
    WebFont.Added added = shelf.web().add(rule, found.get());
    changed();
    return added;
  }

  /** The rule's font could not be had: its family does without it. */
  public void fail(WebFont rule) {
    shelf.web().fail(rule);
    changed();
  }

  /** Another document takes the page: the fonts of the last one are closed. */
  public void forgetDeclared() {
    skiaFonts.drop(shelf.web().forget());
    changed();
  }

  private void changed() {
    fallback.reset();
    generation++;
  }

  /**
   * The first font that the style names and there is: the one that {@code em} and lines refer to.
   */
  public SizedFont primary(TextStyle style) {
    return sized(fallback.preferred(style).primary(), style);
  }

  /** The measures of a font. */
  public FontMetrics metrics(SizedFont font) {
    return skiaFonts.metrics(font);
  }

  /** The measures of the style's {@link #primary} font. */
  public FontMetrics metrics(TextStyle style) {
    return metrics(primary(style));
  }

  /** How far an ideograph moves the pen, px; the em size where the primary font has none. */
  public float ideographAdvance(TextStyle style) {
    return skiaFonts.ideographAdvance(primary(style));
  }

  /** The faces whose files were opened so far. */
  public List<FontFace> used() {
    return shelf.opened();
  }

  /** What no font had, by script: drawn as boxes. */
  public List<MissingGlyphs> missing() {
    return List.copyOf(fallback.missing());
  }

  /**
   * Skia's font, for the painter. It is lent: the caller neither closes nor keeps it.
   *
   * @param font a font of this library
   */
  public Font skia(SizedFont font) {
    return skiaFonts.font(font);
  }

  /** Whether the font's glyphs bring their own colours. */
  public boolean coloured(SizedFont font) {
    return shelf.face(font.face().id()).coloured();
  }

  /** Frees Skia's fonts and typefaces. */
  @Override
  public void close() {
    skiaFonts.close();
    shelf.close();
  }

  /** Grows when a font is added. */
  int generation() {
    return generation;
  }

  Limits limits() {
    return limits;
  }

  SkiaFonts skiaFonts() {
    return skiaFonts;
  }

  List<Fallback.Span> spans(String text, TextStyle style) {
    return fallback.spans(text, style);
  }

  /** The face at the style's size, made bolder and slanted where its family lacks such a face. */
  SizedFont sized(Face face, TextStyle style) {
    FontFace facts = face.facts();
    boolean colour = facts.family().equals(Families.EMOJI);
    float factor = face.rule().map(rule -> rule.adjustment().size()).orElse(1f);
    return new SizedFont(
        facts,
        style.size() * factor,
        !colour && style.weight() >= 600 && facts.weight() < 600,
        !colour && style.slant() != Slant.NORMAL && facts.slant() == Slant.NORMAL);
  }
}
