package dev.glasshouse.fetch;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Makes a name that somebody else proposes one that is safe to create in a folder of ours: it names
 * no other folder, hides no characters, and is no name that an operating system keeps for itself.
 * Pure.
 */
final class SafeFileName {
  private static final Set<String> RESERVED =
      Set.of(
          "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7",
          "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

  private SafeFileName() {}

  /**
   * The safe name.
   *
   * @param proposed any text
   * @param otherwise the name where nothing is left of it
   * @param limit the most bytes of UTF-8 that it may have
   */
  static String of(String proposed, String otherwise, int limit) {
    String name = proposed.replace('\\', '/');
    name = name.substring(name.lastIndexOf('/') + 1);
    var out = new StringBuilder();
    name.codePoints().forEach(c -> append(out, c));
    name = out.toString().strip();
    while (name.startsWith(".") || name.startsWith(" ")) {
      name = name.substring(1);
    }
    while (name.endsWith(".") || name.endsWith(" ")) {
      name = name.substring(0, name.length() - 1);
    }
    int dot = name.indexOf('.');
    String stem = (dot < 0 ? name : name.substring(0, dot)).toLowerCase(Locale.ROOT);
    if (RESERVED.contains(stem)) {
      name = "_" + name;
    }
    return name.isEmpty() ? otherwise : shortened(name, limit);
  }

  private static void append(StringBuilder out, int c) {
    boolean surrogate = c >= 0xd800 && c <= 0xdfff;
    switch (Character.getType(c)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> {}
      // What turns the order of letters round makes exe look like txt.
      case Character.FORMAT -> {}
      default -> {
        if (!surrogate) {
          out.appendCodePoint("<>:\"|?*".indexOf(c) >= 0 ? '_' : c);
        }
      }
    }
  }

  /** Cuts the stem, and keeps the extension. */
  private static String shortened(String name, int limit) {
    int dot = name.lastIndexOf('.');
    String extension = dot > 0 && name.length() - dot <= 16 ? name.substring(dot) : "";
    String stem = name.substring(0, name.length() - extension.length());
    while (bytes(stem + extension) > limit && !stem.isEmpty()) {
      stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
    }
    return stem + extension;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
