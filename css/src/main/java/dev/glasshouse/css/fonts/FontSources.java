package dev.glasshouse.css.fonts;

import dev.glasshouse.css.syntax.ComponentValue;
import dev.glasshouse.css.syntax.ComponentValue.Function;
import dev.glasshouse.css.syntax.ComponentValue.Ident;
import dev.glasshouse.css.syntax.ComponentValue.Str;
import dev.glasshouse.css.syntax.ComponentValue.Url;
import dev.glasshouse.css.syntax.ComponentValue.Whitespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code src} (<a href="https://drafts.csswg.org/css-fonts-4/#font-face-src-parsing">CSS
 * Fonts 4, 4.3.1</a>): a part that is not understood is left out, and the descriptor is wrong only
 * when none is left.
 */
final class FontSources {
  private FontSources() {}

  static Optional<List<FontSource>> parse(List<ComponentValue> values) {
    List<FontSource> out = new ArrayList<>();
    for (List<ComponentValue> part : FontFaceParser.split(values)) {
      source(part).filter(FontSource::isSupported).ifPresent(out::add);
    }
    return out.isEmpty() ? Optional.empty() : Optional.of(out);
  }

  private static Optional<FontSource> source(List<ComponentValue> part) {
    if (part.isEmpty()) {
      return Optional.empty();
    }
    if (part.size() == 1 && part.getFirst() instanceof Function local && local.is("local")) {
      return text(local.values()).map(FontSource.Local::new);
    }
    Optional<String> url = url(part.getFirst());
    if (url.isEmpty()) {
      return Optional.empty();
    }
    String format = "";
    List<String> technologies = List.of();
    for (ComponentValue v : part.subList(1, part.size())) {
      switch (v) {
        case Whitespace _ -> {}
        case Function f when f.is("format") -> {
          Optional<String> named = text(f.values());
          if (named.isEmpty()) {
            return Optional.empty();
          }
          format = named.get();
        }
        case Function f when f.is("tech") -> technologies = words(f.values());
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(FontSource.file(url.get(), format, technologies));
  }

  private static Optional<String> url(ComponentValue v) {
    return switch (v) {
      case Url u -> Optional.of(u.value());
      case Function f when f.is("url") || f.is("src") -> text(f.values());
      default -> Optional.empty();
    };
  }

  /** A string, or words with one space between them. */
  private static Optional<String> text(List<ComponentValue> values) {
    StringBuilder out = new StringBuilder();
    for (ComponentValue v : values) {
      switch (v) {
        case Whitespace _ -> {}
        case Str s when out.isEmpty() -> out.append(s.value());
        case Ident word -> out.append(out.isEmpty() ? "" : " ").append(word.value());
        default -> {
          return Optional.empty();
        }
      }
    }
    return out.isEmpty() ? Optional.empty() : Optional.of(out.toString());
  }

  private static List<String> words(List<ComponentValue> values) {
    List<String> out = new ArrayList<>();
    for (ComponentValue v : values) {
      if (v instanceof Ident word) {
        out.add(word.value());
      } else if (v instanceof Function f) {
        out.add(f.name());
      }
    }
    return out;
  }
}
