package dev.glasshouse.browser;

import dev.glasshouse.browser.ResourceLoader.CrossOrigin;
import dev.glasshouse.css.fonts.FontFace;
import dev.glasshouse.css.fonts.FontSource;
import dev.glasshouse.fetch.Destination;
import dev.glasshouse.fetch.Terms;
import dev.glasshouse.fetch.priority.Loading;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.PageStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.layout.text.FontLibrary;
import dev.glasshouse.layout.text.Slant;
import dev.glasshouse.layout.text.WebFont;
import dev.glasshouse.url.Url;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The fonts that a document's sheets bring (CSS Fonts 4, 4). The rules are made known to layout,
 * and those that text was to be drawn in are loaded, source after source until one can be used. A
 * picture is taken only once, so every font is waited for, whatever {@code font-display} says, for
 * {@link Limits#fontWait} at most. On the page's loop only.
 */
final class PageFonts {
  private final ResourceLoader loader;
  private final Limits limits;
  private final Url base;
  private final Trail trail;
  private final PageProblems problems;
  private final Supplier<Optional<FontLibrary>> library;
  private final Function<String, Terms> behalf;
  private final Map<WebFont, FontFace> declared = new LinkedHashMap<>();
  private final Set<WebFont> asked = new HashSet<>();

  /** Files that came and are no fonts: no problem as long as another source of the rule is one. */
  private final Map<WebFont, List<String>> unusable = new HashMap<>();

  private int version;

  /**
   * No fonts yet.
   *
   * @param behalf on whose behalf what the styles name is asked for, by its URL
   */
  PageFonts(
      ResourceLoader loader,
      Limits limits,
      Url base,
      Trail trail,
      PageProblems problems,
      Supplier<Optional<FontLibrary>> library,
      Function<String, Terms> behalf) {
    this.behalf = behalf;
    this.problems = problems;
    this.loader = loader;
    this.limits = limits;
    this.base = base;
    this.trail = trail;
    this.library = library;
  }

  /** Grows whenever a font came or failed. */
  int version() {
    return version;
  }

  /** Makes the rules known to layout, before text is set. */
  void declare(List<FontFace> faces) {
    List<WebFont> rules = new ArrayList<>(faces.size());
    for (FontFace face : faces) {
      WebFont rule = rule(face);
      rules.add(rule);
      declared.putIfAbsent(rule, face);
    }
    library.get().ifPresent(fonts -> fonts.declare(rules));
  }

  private static WebFont rule(FontFace face) {
    var ranges =
        face.ranges().stream().map(r -> new WebFont.CodePointRange(r.from(), r.to())).toList();
    var adjustment = face.adjustment();
    return new WebFont(
        face.family(),
        (int) Math.round(face.weight().from()),
        (int) Math.round(face.weight().to()),
        switch (face.style()) {
          case NORMAL -> Slant.NORMAL;
          case ITALIC -> Slant.ITALIC;
          case OBLIQUE -> Slant.OBLIQUE;
        },
        (float) face.stretch().from(),
        (float) face.stretch().to(),
        ranges,
        new WebFont.Adjustment(
            (float) adjustment.size(),
            (float) adjustment.ascent(),
            (float) adjustment.descent(),
            (float) adjustment.lineGap()),
        face.sources().toString());
  }

  /** Loads the fonts that layout asked for since the last call; tells whether there were any. */
  boolean loadWanted() {
    boolean any = false;
    for (WebFont rule : library.get().map(FontLibrary::wanted).orElse(List.of())) {
      FontFace face = declared.get(rule);
      if (face != null && asked.add(rule)) {
        any = true;
        if (asked.size() > limits.fonts()) {
          problems.limit("fonts", limits.fonts(), "fonts", face.family());
          end(rule);
        } else {
          next(rule, face, 0);
        }
      }
    }
    return any;
  }

  /** CSS Fonts 4, 4.3: the first source that can be used is. */
  private void next(WebFont rule, FontFace face, int index) {
    if (index >= face.sources().size()) {
      end(rule);
      return;
    }
    switch (face.sources().get(index)) {
      case FontSource.Local(String name) -> {
        Optional<WebFont.Added> added = library.get().map(fonts -> fonts.addLocal(rule, name));
        settled(rule, face, index, name, 0, added);
      }
      case FontSource.File file -> {
        Optional<Url> url = Url.tryParse(file.url(), base);
        if (url.isEmpty()) {
          tell(face, file.url(), 0, "it is not a URL");
          next(rule, face, index + 1);
        } else {
          load(rule, face, index, url.get());
        }
      }
    }
  }

  private void load(WebFont rule, FontFace face, int index, Url url) {
    String initiator = "@font-face in line " + face.line();
    var wanted =
        new ResourceLoader.Wanted(
            url,
            Destination.FONT,
            initiator,
            Loading.BLOCKING,
            CrossOrigin.usual(Destination.FONT),
            behalf.apply(url.href()));
    if (trail.on() && !loader.knows(wanted)) {
      trail.mark(
          new PageStep.ResourceFound(
              url.display(), "font", "style sheet", String.valueOf(face.line()), false),
          Because.HAPPENED);
    }
    loader.load(
        wanted,
        limits.fontWait(),
        trail,
        loaded -> {
          switch (loaded) {
            case Loaded.Failed failed -> {
              tell(face, url.display(), 0, failed.why());
              next(rule, face, index + 1);
            }
            case Loaded.Content content -> {
              byte[] bytes = content.bytes();
              Optional<WebFont.Added> added = library.get().map(fonts -> fonts.add(rule, bytes));
              settled(rule, face, index, url.display(), bytes.length, added);
            }
          }
        });
  }

  private void settled(
      WebFont rule,
      FontFace face,
      int index,
      String source,
      long bytes,
      Optional<WebFont.Added> added) {
    if (added.isEmpty()) {
      return;
    }
    switch (added.get()) {
      case WebFont.Added.Usable _ -> {
        version++;
        tell(face, source, bytes, "");
      }
      case WebFont.Added.Refused(String why) -> {
        tell(face, source, bytes, why);
        if (bytes > 0) {
          String line = source + ": the font cannot be used: " + why;
          unusable.computeIfAbsent(rule, its -> new ArrayList<>()).add(line);
        }
        next(rule, face, index + 1);
      }
    }
  }

  private void tell(FontFace face, String source, long bytes, String problem) {
    if (trail.on()) {
      String display = face.display().name().toLowerCase(Locale.ROOT);
      trail.mark(
          new PageStep.FontLoaded(face.family(), source, bytes, display, problem),
          Because.HAPPENED);
    }
  }

  /** No source is left: the text is drawn in the next family. */
  private void end(WebFont rule) {
    version++;
    unusable.getOrDefault(rule, List.of()).forEach(problems::add);
    library.get().ifPresent(fonts -> fonts.fail(rule));
  }
}
