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
    WebFont digits = WebFont.of("Digits", List.of(new WebFont.CodePointRange('0', '9')));
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
  void readsWoff() throws Exception {
    byte[] plain = resource("/liberation/LiberationMono-Regular.ttf");
    byte[] woff = Woff.packed(plain);
    assertThat(woff.length).isLessThan(plain.length);

    WebFont.Added added = fonts.add(WebFont.of("Packed"), woff);

    assertThat(added).isInstanceOf(WebFont.Added.Usable.class);
    assertThat(shaper.shape("wide", TextStyle.of(16, "Packed"), 0).width())
        .isEqualTo(shaper.shape("wide", TextStyle.of(16, "monospace"), 0).width());
  }

  @Test
  void refusesAFontThatClaimsToUnpackToTooMuch() throws Exception {
    byte[] woff = Woff.packed(resource("/liberation/LiberationMono-Regular.ttf"));
    java.nio.ByteBuffer.wrap(woff).putInt(16, -1);

    assertThat(fonts.add(WebFont.of("Bomb"), woff))
        .isEqualTo(
            new WebFont.Added.Refused(
                "it says that it has 4294967295 bytes unpacked, which is too much"));
  }

  @Test
  void asksOnlyForFontsThatTextIsDrawnIn() throws Exception {
    WebFont latin = WebFont.of("Page", List.of(new WebFont.CodePointRange(0, 0xFF)));
    WebFont greek = WebFont.of("Page", List.of(new WebFont.CodePointRange(0x370, 0x3FF)));
    WebFont bold = WebFont.of("Page").withWeights(700, 700);
    WebFont other = WebFont.of("Other");
    fonts.declare(List.of(latin, greek, bold, other));
    TextStyle style = TextStyle.of(16, "Page", "Other", "serif");

    assertThat(fonts.wanted()).isEmpty();
    ShapedRun before = shaper.shape("abc", style, 0);

    assertThat(fonts.wanted()).containsExactly(latin, other);
    assertThat(fonts.primary(style).face().family()).isEqualTo("Liberation Serif");
    assertThat(before.fonts())
        .extracting(f -> f.face().family())
        .containsExactly("Liberation Serif");

    fonts.add(latin, resource("/liberation/LiberationMono-Regular.ttf"));
    fonts.fail(other);

    assertThat(fonts.wanted()).isEmpty();
    assertThat(shaper.shape("abc", style, 0).fonts())
        .extracting(f -> f.face().family())
        .containsExactly("Page");
    shaper.shape("abc \u03b1", style, 0);
    assertThat(fonts.wanted()).containsExactly(greek);
    fonts.fail(greek);
    assertThat(fonts.wanted()).isEmpty();
  }

  @Test
  void aFontThatFailedMakesRoomForItsFamilysOtherFaces() throws Exception {
    WebFont light = WebFont.of("Page").withWeights(300, 300);
    WebFont regular = WebFont.of("Page");
    fonts.declare(List.of(light, regular));
    fonts.add(light, resource("/liberation/LiberationMono-Regular.ttf"));
    TextStyle style = TextStyle.of(16, "Page");

    assertThat(fonts.primary(style).face().family()).isEqualTo("Liberation Serif");
    fonts.fail(regular);
    assertThat(fonts.primary(style).face().weight()).isEqualTo(300);
  }

  @Test
  void theLaterOfTwoEqualRulesWins() throws Exception {
    WebFont first = WebFont.of("Page");
    WebFont second =
        new WebFont(
            "Page", 400, 400, Slant.NORMAL, 100, 100, List.of(), WebFont.Adjustment.NONE, "2");
    fonts.declare(List.of(first, second));
    fonts.add(first, resource("/liberation/LiberationMono-Regular.ttf"));
    fonts.add(second, resource("/liberation/LiberationSans-Regular.ttf"));

    assertThat(shaper.shape("wide", TextStyle.of(16, "Page"), 0).width())
        .isEqualTo(shaper.shape("wide", TextStyle.of(16, "sans-serif"), 0).width());
  }

  @Test
  void findsLocalFontsByFullAndPostScriptName() {
    TextStyle style = TextStyle.of(16, "Mine");
    assertThat(fonts.addLocal(WebFont.of("Mine"), "LiberationMono-Bold"))
        .isInstanceOf(WebFont.Added.Usable.class);
    float bold = shaper.shape("wide", style, 0).width();
    assertThat(bold).isEqualTo(shaper.shape("wide", TextStyle.of(16, "monospace"), 0).width());
    assertThat(fonts.addLocal(WebFont.of("Mine"), "liberation sans  regular"))
        .isInstanceOf(WebFont.Added.Usable.class);
    assertThat(shaper.shape("wide", style, 0).width()).isNotEqualTo(bold);
    assertThat(fonts.addLocal(WebFont.of("Not Here"), "No Such Font Bold"))
        .isInstanceOf(WebFont.Added.Refused.class);
  }

  @Test
  void changesMeasuresAsTheRuleSays() throws Exception {
    byte[] mono = resource("/liberation/LiberationMono-Regular.ttf");
    fonts.add(
        WebFont.of("Half").withAdjustment(new WebFont.Adjustment(0.5f, 1.5f, 0.25f, 0)), mono);
    fonts.add(WebFont.of("Whole"), mono);
    TextStyle half = TextStyle.of(32, "Half");

    assertThat(fonts.metrics(half).ascent()).isEqualTo(24);
    assertThat(fonts.metrics(half).descent()).isEqualTo(4);
    assertThat(fonts.metrics(half).lineGap()).isEqualTo(0);
    assertThat(shaper.shape("mm", half, 0).width())
        .isEqualTo(shaper.shape("m", TextStyle.of(32, "Whole"), 0).width());
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
