package dev.glasshouse.layout.text;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The fonts that the build takes from npm, where there is npm. */
public final class FetchedFonts {
  private FetchedFonts() {}

  /** Skips the test that calls this where the build had no npm. */
  public static void assumeThere() {
    for (String file :
        new String[] {"NotoSansSC-Bold.ttf", "NotoSansArabic-Bold.ttf", "Twemoji.woff2"}) {
      assumeTrue(
          FontLibrary.class.getResource("/dev/glasshouse/layout/fonts/" + file) != null,
          file + " is not in this build: npm was missing or offline");
    }
  }
}
