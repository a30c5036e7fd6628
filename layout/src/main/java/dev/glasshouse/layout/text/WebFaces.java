package dev.glasshouse.layout.text;

import io.github.humbleui.skija.Data;
import io.github.humbleui.skija.FontMgr;
import io.github.humbleui.skija.FontVariation;
import io.github.humbleui.skija.FontVariationAxis;
import io.github.humbleui.skija.Typeface;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The faces that a page's {@code @font-face} rules bring. A rule whose file is not there yet takes
 * part in font matching all the same: a face that is awaited draws nothing, and notes that it was
 * asked for a character (CSS Fonts 4 section 4.8.1: only fonts that are used are loaded). It owns
 * their files.
 */
final class WebFaces implements AutoCloseable {

  /** The weight and width at which a rule's font is used. */
  private record Cut(int weight, float stretch) {}

  /** One rule; its font is awaited, there, or failed. */
  private static final class Entry {
    private final WebFont rule;
    private final Map<Cut, Face> cuts = new HashMap<>();
    private Face.@Nullable Opener opener;
    private @Nullable Data data;
    private boolean failed;
    private boolean wanted;

    Entry(WebFont rule) {
      this.rule = rule;
    }
  }

  private final FontMgr fonts;
  private final List<Face> all;
  private final Map<WebFont, Entry> entries = new LinkedHashMap<>();
  private final Map<String, List<Entry>> families = new HashMap<>();
  private List<WebFont> declared = List.of();

  /**
   * No faces yet.
   *
   * @param all the faces of the library, by their ids: new ones are added to it
   */
  WebFaces(FontMgr fonts, List<Face> all) {
    this.fonts = fonts;
    this.all = all;
  }

  /** The page's rules from now on, later ones before earlier ones; tells whether any changed. */
  boolean declare(List<WebFont> rules) {
    if (rules.equals(declared)) {
      return false;
    }
    declared = List.copyOf(rules);
    families.clear();
    for (WebFont rule : declared) {
      Entry entry = entries.computeIfAbsent(rule, Entry::new);
      List<Entry> family =
          families.computeIfAbsent(Families.key(rule.family()), k -> new ArrayList<>());
      family.remove(entry);
      family.addFirst(entry);
    }
    return true;
  }

  /** The rules whose fonts are awaited and were asked for a character. */
  List<WebFont> wanted() {
    return entries.values().stream()
        .filter(e -> e.wanted && e.opener == null && !e.failed)
        .map(e -> e.rule)
        .toList();
  }

  /** The rule's font could not be had: the family does without it. */
  void fail(WebFont rule) {
    entry(rule).failed = true;
  }

  /** The rule's file is there. */
  WebFont.Added add(WebFont rule, byte[] bytes) {
    Data data = Data.makeFromBytes(bytes);
    WebFont.Added added = add(rule, () -> made(data));
    if (added instanceof WebFont.Added.Usable) {
      Data before = entry(rule).data;
      if (before != null) {
        before.close();
      }
      entry(rule).data = data;
    } else {
      data.close();
    }
    return added;
  }

  private Typeface made(Data data) throws IOException {
    Typeface plain;
    try {
      plain = fonts.makeFromData(data);
    } catch (RuntimeException e) {
      throw new IOException(e);
    }
    if (plain == null) {
      throw new IOException("not a font");
    }
    return plain;
  }

  /** The rule's font is one that was here before. */
  WebFont.Added add(WebFont rule, Face.Opener opener) {
    Entry entry = entry(rule);
    entry.cuts.clear();
    entry.opener = opener;
    Face face = at(entry, Math.clamp(400, rule.minWeight(), rule.maxWeight()), 100);
    try {
      face.typeface();
    } catch (UncheckedIOException e) {
      all.removeLast();
      entry.cuts.clear();
      entry.opener = null;
      return new WebFont.Added.Refused("the file is not a font that FreeType reads");
    }
    entry.failed = false;
    return new WebFont.Added.Usable(face.facts());
  }

  private Entry entry(WebFont rule) {
    Entry known = entries.get(rule);
    if (known == null) {
      List<WebFont> more = new ArrayList<>(declared);
      more.add(rule);
      declare(more);
      known = entries.computeIfAbsent(rule, Entry::new);
    }
    return known;
  }

  /**
   * The faces of the family that serve the style, awaited ones among them: more than one where they
   * share its characters, the rule that was declared last first.
   */
  List<Face> family(String key, TextStyle style) {
    List<Face> faces = new ArrayList<>();
    for (Entry entry : families.getOrDefault(key, List.of())) {
      WebFont rule = entry.rule;
      if (!entry.failed) {
        int weight = Math.clamp(style.weight(), rule.minWeight(), rule.maxWeight());
        faces.add(at(entry, weight, style.stretch()));
      }
    }
    if (faces.isEmpty()) {
      return faces;
    }
    FontFace best = FaceMatch.nearest(faces, style).facts();
    return faces.stream()
        .filter(f ->
            f.facts().weight() == best.weight()
                && f.facts().slant() == best.slant()
                && f.facts().stretch() == best.stretch())
        .toList();
  }

  private Face at(Entry entry, int weight, float wanted) {
    WebFont rule = entry.rule;
    float stretch = Math.clamp(wanted, rule.minStretch(), rule.maxStretch());
    Cut cut = new Cut(weight, stretch);
    Face known = entry.cuts.get(cut);
    if (known == null) {
      FontFace facts =
          new FontFace(
              all.size(), rule.family(), weight, rule.slant(), stretch, FontFace.Origin.WEB);
      Face.Opener opener = entry.opener;
      known =
          opener == null
              ? Face.awaited(facts, rule, () -> entry.wanted = true)
              : new Face(facts, () -> varied(opener.open(), cut, rule.slant()), Optional.of(rule));
      all.add(known);
      entry.cuts.put(cut, known);
    }
    return known;
  }

  /** The typeface at the weight, width and slant, where it is one that can vary (4.4 to 4.6). */
  private static Typeface varied(Typeface plain, Cut cut, Slant slant) {
    FontVariationAxis[] axes = plain.getVariationAxes();
    List<FontVariation> values = new ArrayList<>();
    for (FontVariationAxis axis : axes == null ? new FontVariationAxis[0] : axes) {
      float wanted =
          switch (axis.getTag()) {
            case "wght" -> cut.weight();
            case "wdth" -> cut.stretch();
            case "slnt" -> slant == Slant.OBLIQUE ? -14 : axis.getDefaultValue();
            case "ital" -> slant == Slant.ITALIC ? 1 : axis.getDefaultValue();
            default -> axis.getDefaultValue();
          };
      float value = Math.clamp(wanted, axis.getMinValue(), axis.getMaxValue());
      if (value != axis.getDefaultValue()) {
        values.add(new FontVariation(axis.getTag(), value));
      }
    }
    if (values.isEmpty()) {
      return plain;
    }
    Typeface varied = plain.makeClone(values.toArray(FontVariation[]::new));
    if (varied == null || varied == plain) {
      return plain;
    }
    plain.close();
    return varied;
  }

  /** Forgets the page's rules and closes their faces, whose ids are returned. */
  Set<Integer> forget() {
    Set<Integer> ids = new HashSet<>();
    for (Entry entry : entries.values()) {
      for (Face face : entry.cuts.values()) {
        ids.add(face.facts().id());
        face.close();
      }
    }
    close();
    declared = List.of();
    return ids;
  }

  @Override
  public void close() {
    for (Entry entry : entries.values()) {
      Data data = entry.data;
      if (data != null) {
        data.close();
      }
    }
    entries.clear();
    families.clear();
  }
}
