package dev.glasshouse.layout.text;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses a face for every character (CSS Fonts 4 section 5.3): the style's families in their
 * order, then the bundled fonts by script, then the system's, then the box of the first font, which
 * is reported.
 */
final class Fallback {

  /**
   * Text up to {@code end} that comes from one face.
   *
   * @param end index after its last UTF-16 unit
   * @param face the face
   */
  record Span(int end, Face face) {}

  private record Wanted(List<String> families, int weight, Slant slant, float stretch) {}

  private final FaceShelf shelf;

  /**
   * The faces that a style names.
   *
   * @param faces all of them, awaited ones too, in order of preference
   * @param primary the first that is there
   */
  record Preferred(List<Face> faces, Face primary) {}

  private final Map<Wanted, Preferred> preferred = new HashMap<>();
  private final Map<UnicodeScript, MissingGlyphs> missing = new LinkedHashMap<>();

  Fallback(FaceShelf shelf) {
    this.shelf = shelf;
  }

  Collection<MissingGlyphs> missing() {
    return missing.values();
  }

  /** Forgets what was chosen: a font was added. */
  void reset() {
    preferred.clear();
    missing.clear();
  }

  /** The faces that the style names, and a serif one where none of them is there. */
  Preferred preferred(TextStyle style) {
    Wanted key = new Wanted(style.families(), style.weight(), style.slant(), style.stretch());
    Preferred known = preferred.get(key);
    if (known == null) {
      Set<Face> faces = new LinkedHashSet<>();
      for (String family : style.families()) {
        faces.addAll(shelf.family(family, style));
      }
      if (faces.stream().noneMatch(Face::isAvailable)) {
        faces.add(shelf.bundled(Families.SERIF, style).orElseThrow());
      }
      Face primary = faces.stream().filter(Face::isAvailable).findFirst().orElseThrow();
      known = new Preferred(List.copyOf(faces), primary);
      preferred.put(key, known);
    }
    return known;
  }

  /** The spans of the text, which is not empty. */
  List<Span> spans(String text, TextStyle style) {
    Preferred named = preferred(style);
    Face first = named.faces().getFirst();
    if (!first.isAwaited() && plain(text, first)) {
      return List.of(new Span(text.length(), first));
    }
    List<Span> spans = new ArrayList<>();
    Face last = named.primary();
    int at = 0;
    while (at < text.length()) {
      int end = Clusters.end(text, at);
      Face face = face(text, at, end, style, named, last);
      if (face != last && at > 0) {
        spans.add(new Span(at, last));
      }
      last = face;
      at = end;
    }
    spans.add(new Span(text.length(), last));
    return spans;
  }

  /** Whether one face has it all and no emoji can be among it: nearly all text. */
  private static boolean plain(String text, Face face) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x20D0 && !(c >= 0x2E80 && c < 0xD800) || c == 0x200D) {
        return false;
      }
      if (!face.has(c) && !Clusters.ignorable(c)) {
        return false;
      }
    }
    return true;
  }

  private Face face(String text, int from, int to, TextStyle style, Preferred named, Face before) {
    int base = Character.codePointAt(text, from);
    if (Clusters.ignorable(base)) {
      return before;
    }
    if (Clusters.emoji(text, from, to)) {
      Optional<Face> emoji = shelf.bundled(Families.EMOJI, style);
      if (emoji.isPresent() && covers(emoji.get(), text, from, to)) {
        return emoji.get();
      }
    }
    List<Face> candidates = new ArrayList<>(named.faces());
    candidates.addAll(bundledFor(base, style));
    for (Face face : candidates) {
      if (covers(face, text, from, to)) {
        return face;
      }
    }
    for (Face face : candidates) {
      if (face.has(base)) {
        return face;
      }
    }
    Optional<Face> system = shelf.systemFor(base, style);
    if (system.isPresent()) {
      return system.get();
    }
    report(base);
    return named.primary();
  }

  private static boolean covers(Face face, String text, int from, int to) {
    int at = from;
    while (at < to) {
      int cp = Character.codePointAt(text, at);
      if (!face.has(cp) && !Clusters.ignorable(cp)) {
        return false;
      }
      at += Character.charCount(cp);
    }
    return true;
  }

  /** The bundled faces that may have the character: no big file is opened for nothing. */
  private List<Face> bundledFor(int cp, TextStyle style) {
    List<String> families = new ArrayList<>();
    UnicodeScript script = UnicodeScript.of(cp);
    switch (script) {
      case HANGUL -> {
        families.add(Families.KOREAN);
        families.add(Families.CHINESE);
      }
      case HAN, HIRAGANA, KATAKANA, BOPOMOFO -> {
        if (style.language().startsWith("ko")) {
          families.add(Families.KOREAN);
        }
        families.add(Families.CHINESE);
      }
      case ARABIC -> families.add(Families.ARABIC);
      default -> {
        families.add(Families.SANS);
        families.add(Families.SERIF);
        families.add(Families.MONO);
        if (script == UnicodeScript.COMMON || script == UnicodeScript.LATIN) {
          families.add(Families.CHINESE);
        }
        if (script == UnicodeScript.COMMON || script == UnicodeScript.INHERITED) {
          families.add(Families.ARABIC);
        }
      }
    }
    if (Character.isEmoji(cp) || Character.isExtendedPictographic(cp)) {
      families.add(Families.EMOJI);
    }
    List<Face> faces = new ArrayList<>(families.size());
    for (String family : families) {
      shelf.bundled(family, style).ifPresent(faces::add);
    }
    return faces;
  }

  private void report(int cp) {
    missing.merge(
        UnicodeScript.of(cp),
        new MissingGlyphs(
            Character.isDefined(cp) ? readable(UnicodeScript.of(cp)) : "Unassigned",
            1,
            Character.toString(cp)),
        (old, one) -> new MissingGlyphs(old.script(), old.count() + 1, old.example()));
  }

  private static String readable(UnicodeScript script) {
    String name = script.name().replace('_', ' ');
    return name.charAt(0) + name.substring(1).toLowerCase(java.util.Locale.ROOT);
  }
}
