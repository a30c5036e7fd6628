package dev.glasshouse.css.fonts;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** One entry of {@code src} in an {@code @font-face} (CSS Fonts 4, 4.3). */
public sealed interface FontSource {

  /**
   * A file.
   *
   * @param url its URL, absolute where the sheet's own is known
   * @param format what {@code format()} says, in lower case; empty where nothing is said
   * @param technologies what {@code tech()} asks for, in lower case
   */
  record File(String url, String format, List<String> technologies) implements FontSource {
    private static final Set<String> FORMATS =
        Set.of(
            "",
            "truetype",
            "opentype",
            "woff",
            "woff2",
            "collection",
            "truetype-variations",
            "opentype-variations",
            "woff-variations",
            "woff2-variations");
    private static final Set<String> TECHNOLOGIES =
        Set.of("variations", "color-colrv0", "color-cbdt", "features-opentype");

    /** Whether it is worth a request: the format and all technologies are ones that are known. */
    @Override
    public boolean isSupported() {
      return FORMATS.contains(format) && TECHNOLOGIES.containsAll(technologies);
    }
  }

  /**
   * A font of the program or the machine, by its full or PostScript name.
   *
   * @param name the name
   */
  record Local(String name) implements FontSource {
    @Override
    public boolean isSupported() {
      return true;
    }
  }

  /** Whether it is one that can be used at all. */
  boolean isSupported();

  /** A file whose keywords are brought to one case. */
  static File file(String url, String format, List<String> technologies) {
    return new File(
        url,
        format.toLowerCase(Locale.ROOT),
        technologies.stream().map(t -> t.toLowerCase(Locale.ROOT)).toList());
  }
}
