package dev.glasshouse.browser;

import dev.glasshouse.css.media.MediaQueryList;
import dev.glasshouse.css.media.Viewport;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of its pictures an {@code img} element shows (HTML 4.8.4.3.7, "select an image source"): a
 * pure decision over the element and the viewport.
 */
final class ImageSource {
  private static final Set<String> DRAWN =
      Set.of(
          "image/png",
          "image/apng",
          "image/jpeg",
          "image/gif",
          "image/webp",
          "image/bmp",
          "image/x-icon",
          "image/vnd.microsoft.icon",
          "image/svg+xml");

  /** A candidate of a {@code srcset}: what it is, and its density or its width. */
  private record Candidate(String url, double density) {}

  private ImageSource() {}

  /** The address of what the element shows, as it is written; empty where there is none. */
  static Optional<String> of(Element element, Viewport viewport) {
    String name = element.localName();
    if (name.equals("img")) {
      return ofImg(element, viewport);
    }
    if (name.equals("input")) {
      String type = element.attribute("type");
      return type != null && type.equalsIgnoreCase("image")
          ? nonEmpty(element.attribute("src"))
          : Optional.empty();
    }
    if (name.equals("video")) {
      return nonEmpty(element.attribute("poster"));
    }
    if (name.equals("image")) {
      String plain = element.attribute("href");
      return nonEmpty(plain != null ? plain : element.attribute("xlink:href"));
    }
    return Optional.empty();
  }

  /** Whether the element is one that chooses (HTML, 4.8.4.3 "use srcset or picture"). */
  static boolean chooses(Element element) {
    Element parent = element.parentElement();
    return element.localName().equals("img")
        && (element.hasAttribute("srcset") || (parent != null && parent.isHtml("picture")));
  }

  private static Optional<String> ofImg(Element img, Viewport viewport) {
    Element parent = img.parentElement();
    if (parent != null && parent.isHtml("picture")) {
      for (Node child = parent.firstChild();
          child != null && child != img;
          child = child.nextSibling()) {
        if (child instanceof Element source
            && source.isHtml("source")
            && applies(source, viewport)) {
          Optional<String> chosen = choose(source, viewport);
          if (chosen.isPresent()) {
            return chosen;
          }
        }
      }
    }
    Optional<String> chosen = choose(img, viewport);
    return chosen.isPresent() ? chosen : nonEmpty(img.attribute("src"));
  }

  private static boolean applies(Element source, Viewport viewport) {
    String type = source.attribute("type");
    if (type != null && !DRAWN.contains(type.strip().toLowerCase(Locale.ROOT))) {
      return false;
    }
    String media = source.attribute("media");
    return media == null || MediaQueryList.parse(media).matches(viewport);
  }

  /** The candidate whose density is the least that is enough, else the densest. */
  private static Optional<String> choose(Element element, Viewport viewport) {
    String srcset = element.attribute("srcset");
    if (srcset == null) {
      return Optional.empty();
    }
    double width = sourceSize(element.attribute("sizes"), viewport);
    List<Candidate> candidates = candidates(srcset, width);
    String src = element.attribute("src");
    if (src != null && !src.isBlank() && candidates.stream().noneMatch(c -> c.density() == 1)) {
      candidates.add(new Candidate(src, 1));
    }
    Candidate best = null;
    for (Candidate c : candidates) {
      if (best == null || isBetter(c, best, viewport.devicePixelRatio())) {
        best = c;
      }
    }
    return best == null ? Optional.empty() : Optional.of(best.url());
  }

  private static boolean isBetter(Candidate c, Candidate than, double wanted) {
    boolean enough = c.density() >= wanted;
    boolean thanEnough = than.density() >= wanted;
    if (enough != thanEnough) {
      return enough;
    }
    return enough ? c.density() < than.density() : c.density() > than.density();
  }

  /** HTML 4.8.4.3.8, "parse a srcset attribute". */
  private static List<Candidate> candidates(String srcset, double width) {
    var found = new ArrayList<Candidate>();
    int at = 0;
    while (at < srcset.length()) {
      while (at < srcset.length() && (isSpace(srcset.charAt(at)) || srcset.charAt(at) == ',')) {
        at++;
      }
      int begin = at;
      while (at < srcset.length() && !isSpace(srcset.charAt(at))) {
        at++;
      }
      String url = srcset.substring(begin, at);
      String descriptor = "";
      if (url.endsWith(",")) {
        url = url.replaceFirst(",+$", "");
      } else {
        int comma = srcset.indexOf(',', at);
        int end = comma < 0 ? srcset.length() : comma;
        descriptor = srcset.substring(at, end).strip();
        at = end;
      }
      if (!url.isEmpty()) {
        density(descriptor, width).map(new CandidateOf(url)).ifPresent(found::add);
      }
    }
    return found;
  }

  private record CandidateOf(String url) implements java.util.function.Function<Double, Candidate> {
    @Override
    public Candidate apply(Double density) {
      return new Candidate(url, density);
    }
  }

  private static Optional<Double> density(String descriptor, double width) {
    if (descriptor.isEmpty()) {
      return Optional.of(1.0);
    }
    try {
      double number = Double.parseDouble(descriptor.substring(0, descriptor.length() - 1));
      return switch (descriptor.charAt(descriptor.length() - 1)) {
        case 'x' -> Optional.of(number).filter(n -> n >= 0);
        case 'w' -> Optional.of(number / Math.max(1, width)).filter(n -> n > 0);
        default -> Optional.empty();
      };
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The width that the page says it will give the picture; lengths in px and vw are understood. */
  private static double sourceSize(@Nullable String sizes, Viewport viewport) {
    if (sizes != null) {
      for (String part : sizes.split(",")) {
        String entry = part.strip();
        int space = Math.max(entry.lastIndexOf(' '), entry.lastIndexOf(')'));
        String media = space < 0 ? "" : entry.substring(0, space + 1).strip();
        Optional<Double> length = length(entry.substring(space + 1).strip(), viewport);
        if (length.isPresent()
            && (media.isEmpty() || MediaQueryList.parse(media).matches(viewport))) {
          return length.get();
        }
      }
    }
    return viewport.width();
  }

  private static Optional<Double> length(String text, Viewport viewport) {
    try {
      if (text.endsWith("px")) {
        return Optional.of(Double.parseDouble(text.substring(0, text.length() - 2)));
      }
      if (text.endsWith("vw")) {
        double share = Double.parseDouble(text.substring(0, text.length() - 2));
        return Optional.of(share * viewport.width() / 100);
      }
      return Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> nonEmpty(@Nullable String url) {
    return Optional.ofNullable(url).map(String::strip).filter(u -> !u.isEmpty());
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
  }
}
