package dev.glasshouse.layout.text;

import dev.glasshouse.layout.skia.CacheFolder;
import io.github.humbleui.skija.Data;
import io.github.humbleui.skija.FontMgr;
import io.github.humbleui.skija.FontSlant;
import io.github.humbleui.skija.FontStyle;
import io.github.humbleui.skija.Typeface;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds single faces by their full or PostScript name, for {@code local()} (CSS Fonts 4 section
 * 4.3): the program's own first, then this machine's.
 */
final class LocalFonts {
  private static final int FULL_NAME = 4;
  private static final int POSTSCRIPT_NAME = 6;
  private static final int NAME_RECORDS = 4_000;
  private static final int WINDOWS = 3;

  /** Words at the end of a full name that tell the face, not the family. */
  private static final List<String> WEIGHTS =
      List.of(
          "thin",
          "extralight",
          "light",
          "regular",
          "medium",
          "semibold",
          "bold",
          "extrabold",
          "black");

  private final FontMgr fonts;
  private final CacheFolder cache;
  private final FontLibrary.SystemFonts systemFonts;

  LocalFonts(FontMgr fonts, CacheFolder cache, FontLibrary.SystemFonts systemFonts) {
    this.fonts = fonts;
    this.cache = cache;
    this.systemFonts = systemFonts;
  }

  /** What opens the face of this name; names are told apart by ASCII letters' case in no way. */
  Optional<Face.Opener> find(String name) {
    String wanted = plain(name);
    for (BundledFont font : BundledFont.all()) {
      if (names(font).contains(wanted)) {
        return Optional.of(Face.fromFile(fonts, () -> font.file(cache)));
      }
    }
    return systemFonts == FontLibrary.SystemFonts.HIDE ? Optional.empty() : system(name);
  }

  private static List<String> names(BundledFont font) {
    String file = font.resource().substring(font.resource().lastIndexOf('/') + 1);
    String style =
        (font.weight() >= 700 ? " bold" : "") + (font.slant() == Slant.ITALIC ? " italic" : "");
    String family = plain(font.family());
    List<String> names = new ArrayList<>();
    names.add(plain(file.substring(0, file.lastIndexOf('.'))));
    names.add(family + style);
    if (style.isEmpty()) {
      names.add(family + " regular");
    }
    return names;
  }

  private static String plain(String name) {
    return name.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
  }

  /** Asks for the family and style that the name seems to mean, and looks at the face's names. */
  private Optional<Face.Opener> system(String name) {
    String words =
        name.strip()
            .replace('-', ' ')
            .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
            .replaceAll("\\s+", " ");
    for (String family : List.of(name.strip(), family(name.strip()), words, family(words))) {
      if (family.isEmpty()) {
        continue;
      }
      Typeface found = fonts.matchFamilyStyle(family, style(words));
      if (found != null) {
        boolean isIt = isNamed(found, plain(name));
        found.close();
        if (isIt) {
          return Optional.of(() -> {
            Typeface again = fonts.matchFamilyStyle(family, style(words));
            if (again == null) {
              throw new IOException("the system has the font no more");
            }
            return again;
          });
        }
      }
    }
    return Optional.empty();
  }

  private static FontStyle style(String words) {
    String all = " " + plain(words) + " ";
    int weight = 400;
    for (int i = 0; i < WEIGHTS.size(); i++) {
      if (all.contains(" " + WEIGHTS.get(i) + " ")) {
        weight = 100 * (i + 1);
      }
    }
    boolean italic = all.contains(" italic ");
    FontSlant slant =
        italic
            ? FontSlant.ITALIC
            : all.contains(" oblique ") ? FontSlant.OBLIQUE : FontSlant.UPRIGHT;
    return new FontStyle(weight, 5, slant);
  }

  private static String family(String words) {
    String family = words;
    while (true) {
      int space = family.lastIndexOf(' ');
      String last = plain(family.substring(space + 1));
      boolean isStyle = WEIGHTS.contains(last) || last.equals("italic") || last.equals("oblique");
      if (space < 0 || !isStyle) {
        return family;
      }
      family = family.substring(0, space);
    }
  }

  private static boolean isNamed(Typeface typeface, String wanted) {
    if (typeface.getTableSize("name") == 0) {
      return false;
    }
    try (Data data = typeface.getTableData("name")) {
      return isNamed(ByteBuffer.wrap(data.getBytes()), wanted);
    } catch (IndexOutOfBoundsException damaged) {
      return false;
    }
  }

  /** OpenType, the table {@code name}. */
  private static boolean isNamed(ByteBuffer table, String wanted) {
    int strings = table.getShort(4) & 0xFFFF;
    int count = Math.min(table.getShort(2) & 0xFFFF, NAME_RECORDS);
    for (int i = 0; i < count; i++) {
      int at = 6 + 12 * i;
      int id = table.getShort(at + 6) & 0xFFFF;
      if (id == FULL_NAME || id == POSTSCRIPT_NAME) {
        int platform = table.getShort(at) & 0xFFFF;
        byte[] bytes = new byte[table.getShort(at + 8) & 0xFFFF];
        table.get(strings + (table.getShort(at + 10) & 0xFFFF), bytes);
        boolean wide = platform == WINDOWS || platform == 0;
        String name =
            new String(bytes, wide ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1);
        if (plain(name).equals(wanted)) {
          return true;
        }
      }
    }
    return false;
  }
}
