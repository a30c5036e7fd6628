package dev.glasshouse.layout.skia;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text cannot be measured and nothing can be painted in this process, because Skia's native library
 * does not load. The message is one sentence for people and names the Debian package to install
 * where that is the cure. Everything before layout (names, connections, documents, styles) works
 * without Skia.
 */
public final class PaintingUnavailable extends Exception {
  private static final long serialVersionUID = 1L;

  private static final Pattern MISSING =
      Pattern.compile("(lib[\\w+.-]+?\\.so(?:\\.\\d+)*): cannot open shared object file");

  private final String debianPackage;

  private PaintingUnavailable(String message, String debianPackage, Throwable cause) {
    super(message, cause);
    this.debianPackage = debianPackage;
  }

  /** The Debian package that holds what is missing; empty where no package is known to help. */
  public Optional<String> debianPackage() {
    return debianPackage.isEmpty() ? Optional.empty() : Optional.of(debianPackage);
  }

  /** What the dynamic loader's complaint means, and what to do about it. */
  static PaintingUnavailable of(Throwable cause) {
    String told = String.valueOf(cause.getMessage());
    Matcher missing = MISSING.matcher(told);
    if (!missing.find()) {
      return new PaintingUnavailable("painting is not available: " + told, "", cause);
    }
    String library = missing.group(1);
    String debian = packageOf(library);
    String cure =
        debian.isEmpty()
            ? "install the package that holds it"
            : "install the Debian package " + debian;
    return new PaintingUnavailable(
        "painting is not available: Skia needs "
            + library
            + ", which is not on this machine; "
            + cure,
        debian,
        cause);
  }

  /** There is no Skia for this kind of machine among the program's libraries. */
  static PaintingUnavailable noNative(String resource) {
    return new PaintingUnavailable(
        "painting is not available: this build carries no Skia for "
            + System.getProperty("os.name", "this system").toLowerCase(Locale.ROOT)
            + " on "
            + System.getProperty("os.arch", "this machine")
            + " ("
            + resource
            + " is not on the class path)",
        "",
        new UnsatisfiedLinkError(resource));
  }

  private static String packageOf(String library) {
    int so = library.indexOf(".so");
    return switch (library.substring(0, so)) {
      case "libGL" -> "libgl1";
      case "libEGL" -> "libegl1";
      case "libGLX" -> "libglx0";
      case "libGLdispatch" -> "libglvnd0";
      case "libfontconfig" -> "libfontconfig1";
      case "libfreetype" -> "libfreetype6";
      case "libexpat" -> "libexpat1";
      case "libX11" -> "libx11-6";
      case "libpng16" -> "libpng16-16";
      case "libz" -> "zlib1g";
      case "libbrotlidec", "libbrotlicommon" -> "libbrotli1";
      case "libstdc++" -> "libstdc++6";
      case "libgcc_s" -> "libgcc-s1";
      default -> "";
    };
  }
}
