package dev.glasshouse.layout.text;

import dev.glasshouse.layout.skia.CacheFolder;
import io.github.humbleui.skija.FontMgr;
import io.github.humbleui.skija.FontSlant;
import io.github.humbleui.skija.FontStyle;
import io.github.humbleui.skija.Typeface;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * All faces that text may come from, by family: the page's before the bundled before the system's.
 * It owns their typefaces.
 */
final class FaceShelf implements AutoCloseable {

  /** The part of a style that chooses among a family's faces. */
  private record Wanted(String family, int weight, Slant slant, float stretch) {}

  private record SystemCharacter(int codePoint, boolean bold, Slant slant, String language) {}

  private final FontMgr fonts;
  private final FontLibrary.SystemFonts systemFonts;
  private final Map<String, List<Face>> bundled = new HashMap<>();
  private final Map<Wanted, Optional<Face>> system = new HashMap<>();
  private final Map<SystemCharacter, Optional<Face>> systemByCharacter = new HashMap<>();
  private final Map<String, Face> systemFaces = new HashMap<>();
  private final List<Face> all = new ArrayList<>();
  private final WebFaces web;
  private final LocalFonts local;

  FaceShelf(FontMgr fonts, CacheFolder cache, FontLibrary.SystemFonts systemFonts) {
    this.fonts = fonts;
    this.systemFonts = systemFonts;
    this.web = new WebFaces(fonts, all);
    this.local = new LocalFonts(fonts, cache, systemFonts);
    for (BundledFont font : BundledFont.all()) {
      FontFace facts =
          new FontFace(
              all.size(), font.family(), font.weight(), font.slant(), 100, FontFace.Origin.BUNDLED);
      Face face = new Face(facts, Face.fromFile(fonts, () -> font.file(cache)), Optional.empty());
      all.add(face);
      bundled.computeIfAbsent(Families.key(font.family()), k -> new ArrayList<>()).add(face);
    }
  }

  /** Every face that was opened so far. */
  List<FontFace> opened() {
    return all.stream().filter(Face::opened).map(Face::facts).toList();
  }

  Face face(int id) {
    return all.get(id);
  }

  /**
   * The faces of this family that serve the style; more than one where they share its characters.
   */
  List<Face> family(String name, TextStyle style) {
    String key = Families.key(name);
    List<Face> fromPage = web.family(key, style);
    if (!fromPage.isEmpty()) {
      return fromPage;
    }
    Optional<Face> fromProgram = bundled(Families.served(key), style);
    if (fromProgram.isPresent()) {
      return List.of(fromProgram.get());
    }
    return system(name, style).map(List::of).orElse(List.of());
  }

  /** The face of a bundled family that is nearest to the style. */
  Optional<Face> bundled(String family, TextStyle style) {
    List<Face> faces = bundled.getOrDefault(Families.key(family), List.of());
    return faces.isEmpty() ? Optional.empty() : Optional.of(FaceMatch.nearest(faces, style));
  }

  /** A face of the system that has the character. */
  Optional<Face> systemFor(int codePoint, TextStyle style) {
    if (systemFonts == FontLibrary.SystemFonts.HIDE) {
      return Optional.empty();
    }
    var key =
        new SystemCharacter(codePoint, style.weight() >= 600, style.slant(), style.language());
    Optional<Face> known = systemByCharacter.get(key);
    if (known == null) {
      String[] languages =
          style.language().isEmpty() ? new String[0] : new String[] {style.language()};
      known =
          adopt(fonts.matchFamilyStyleCharacter(null, skia(style), languages, codePoint))
              .filter(face -> face.has(codePoint));
      systemByCharacter.put(key, known);
    }
    return known;
  }

  private Optional<Face> system(String name, TextStyle style) {
    if (systemFonts == FontLibrary.SystemFonts.HIDE) {
      return Optional.empty();
    }
    Wanted key = new Wanted(Families.key(name), style.weight(), style.slant(), style.stretch());
    Optional<Face> known = system.get(key);
    if (known == null) {
      known = adopt(fonts.matchFamilyStyle(name.strip(), skia(style)));
      system.put(key, known);
    }
    return known;
  }

  /** Takes over a typeface that the system's font manager handed out; one face for each. */
  private Optional<Face> adopt(@org.jspecify.annotations.Nullable Typeface typeface) {
    if (typeface == null) {
      return Optional.empty();
    }
    FontStyle style = typeface.getFontStyle();
    String family = typeface.getFamilyName();
    String key = family + "/" + style + "/" + typeface.getUniqueId();
    Face known = systemFaces.get(key);
    if (known != null) {
      typeface.close();
      return Optional.of(known);
    }
    FontFace facts =
        new FontFace(
            all.size(),
            family,
            style.getWeight(),
            slant(style.getSlant()),
            percent(style.getWidth()),
            FontFace.Origin.SYSTEM);
    Face face = new Face(facts, () -> typeface, Optional.empty());
    face.typeface();
    all.add(face);
    systemFaces.put(key, face);
    return Optional.of(face);
  }

  /** The faces that the page brings. */
  WebFaces web() {
    return web;
  }

  /** The fonts that {@code local()} means. */
  LocalFonts local() {
    return local;
  }

  private static FontStyle skia(TextStyle style) {
    return new FontStyle(
        style.weight(),
        width(style.stretch()),
        switch (style.slant()) {
          case NORMAL -> FontSlant.UPRIGHT;
          case ITALIC -> FontSlant.ITALIC;
          case OBLIQUE -> FontSlant.OBLIQUE;
        });
  }

  private static Slant slant(FontSlant slant) {
    return Slant.valueOf(
        slant == FontSlant.UPRIGHT ? "NORMAL" : slant.name().toUpperCase(Locale.ROOT));
  }

  /** The nine widths of OpenType's OS/2 table, in percent. */
  private static final float[] WIDTHS = {50, 62.5f, 75, 87.5f, 100, 112.5f, 125, 150, 200};

  private static int width(float percent) {
    int nearest = 0;
    for (int i = 1; i < WIDTHS.length; i++) {
      if (Math.abs(WIDTHS[i] - percent) < Math.abs(WIDTHS[nearest] - percent)) {
        nearest = i;
      }
    }
    return nearest + 1;
  }

  private static float percent(int width) {
    return WIDTHS[Math.clamp(width, 1, WIDTHS.length) - 1];
  }

  @Override
  public void close() {
    for (Face face : all) {
      face.close();
    }
    web.close();
  }
}
