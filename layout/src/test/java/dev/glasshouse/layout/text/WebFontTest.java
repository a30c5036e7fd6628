package dev.glasshouse.layout.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WebFontTest {
  private FontLibrary fonts;
  private TextShaper shaper;

  @BeforeEach
  void open() throws Exception {
    fonts = FontLibrary.open();
    shaper = new TextShaper(fonts);
  }

  @AfterEach
  void close() {
    shaper.close();
    fonts.close();
  }

  @Test
  void servesItsFamilyBeforeAllOthers() throws Exception {
    TextStyle style = TextStyle.of(16, "Arial");
    float before = shaper.shape("wide", style, 0).width();

    WebFont.Added added =
        fonts.add(WebFont.of("arial"), resource("/liberation/LiberationMono-Regular.ttf"));

    assertThat(added).isInstanceOf(WebFont.Added.Usable.class);
    assertThat(fonts.primary(style).face().origin()).isEqualTo(FontFace.Origin.WEB);
    assertThat(shaper.shape("wide", style, 0).width()).isNotEqualTo(before);
  }

  @Test
  void drawsOnlyTheCharactersOfItsRange() throws Exception {
    WebFont digits =
        new WebFont(
            "Digits", 400, 400, Slant.NORMAL, 100, List.of(new WebFont.CodePointRange('0', '9')));
    fonts.add(digits, resource("/liberation/LiberationMono-Regular.ttf"));

    ShapedRun run = shaper.shape("ab12", TextStyle.of(16, "Digits", "serif"), 0);

    assertThat(run.glyphRuns())
        .extracting(g -> g.font().face().family())
        .containsExactly("Liberation Serif", "Digits");
  }

  @Test
  void readsWoff2() throws Exception {
    FetchedFonts.assumeThere();

    WebFont.Added added =
        fonts.add(WebFont.of("Emoji"), resource("/dev/glasshouse/layout/fonts/Twemoji.woff2"));

    assertThat(added).isInstanceOf(WebFont.Added.Usable.class);
  }

  @Test
  void refusesWhatIsNoFont() {
    byte[] page = "<html>not found</html>".getBytes(StandardCharsets.US_ASCII);

    assertThat(fonts.add(WebFont.of("X"), page)).isInstanceOf(WebFont.Added.Refused.class);
    assertThat(fonts.add(WebFont.of("X"), new byte[0])).isInstanceOf(WebFont.Added.Refused.class);
    assertThat(fonts.primary(TextStyle.of(16, "X", "monospace")).face().family())
        .isEqualTo("Liberation Mono");
  }

  @Test
  void survivesDamagedFonts() throws Exception {
    byte[] whole = resource("/liberation/LiberationSans-Regular.ttf");
    Random random = new Random(11);
    for (int i = 0; i < 100; i++) {
      byte[] damaged = whole.clone();
      int most = i % 2 == 0 ? 400 : damaged.length;
      for (int k = 0; k < 20; k++) {
        damaged[random.nextInt(most)] = (byte) random.nextInt();
      }
      fonts.add(WebFont.of("Damaged" + i), damaged);

      assertThat(shaper.shape("Text", TextStyle.of(16, "Damaged" + i), 0).text()).isEqualTo("Text");
    }
  }

  private static byte[] resource(String path) throws Exception {
    try (InputStream in = WebFontTest.class.getResourceAsStream(path)) {
      return in.readAllBytes();
    }
  }
}
