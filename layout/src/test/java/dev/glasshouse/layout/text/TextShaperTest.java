package dev.glasshouse.layout.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glasshouse.layout.skia.CacheFolder;
import dev.glasshouse.layout.skia.Limits;
import dev.glasshouse.layout.text.FontLibrary.SystemFonts;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextShaperTest {
  private FontLibrary fonts;
  private TextShaper shaper;

  @BeforeEach
  void open() throws Exception {
    fonts = FontLibrary.open(CacheFolder.ofUser(), SystemFonts.HIDE, Limits.DEFAULT);
    shaper = new TextShaper(fonts);
  }

  @AfterEach
  void close() {
    shaper.close();
    fonts.close();
  }

  /** Measured in Chromium 143: the height of a line, its baseline and the width of a sentence. */
  @ParameterizedTest
  @CsvSource({
    "Liberation Sans, 9, 10, 8, 128.0625",
    "Liberation Sans, 13.333, 15, 12, 189.65625",
    "Liberation Sans, 16, 18, 14, 227.671875",
    "Liberation Sans, 18, 21, 16, 256.125",
    "Liberation Sans, 40, 45, 36, 569.171875",
    "Liberation Serif, 12, 15, 11, 161.34375",
    "Liberation Serif, 16, 18, 14, 215.125",
    "Liberation Serif, 24, 27, 21, 322.6875",
    "Liberation Mono, 13, 15, 11, 234.046875",
    "Liberation Mono, 16, 18, 13, 288.046875",
  })
  void measuresAsChromiumDoes(
      String family, float size, float height, float baseline, float width) {
    TextStyle style = TextStyle.of(size, family);

    FontMetrics metrics = fonts.metrics(style);
    ShapedRun run = shaper.shape("AVA The quick brown fox, jumps", style, 0);

    assertThat(metrics.lineSpacing()).isEqualTo(height);
    assertThat(metrics.ascent() + Math.round(metrics.lineGap() / 2))
        .isCloseTo(baseline, within(1f));
    assertThat(run.width()).isCloseTo(width, within(1f / 64 + 0.001f));
  }

  @Test
  void kernsUnlessTold() {
    TextStyle style = TextStyle.of(16, "Arial");
    TextStyle unkerned =
        new TextStyle(style.families(), 16, 400, Slant.NORMAL, 100, 0, 0, "", false, true);

    assertThat(shaper.shape("AVA", style, 0).width())
        .isLessThan(shaper.shape("AVA", unkerned, 0).width());
  }

  @Test
  void addsSpacingAfterEveryCharacterAndWord() {
    TextStyle style = TextStyle.of(16, "monospace");
    float plain = shaper.shape("ab cd", style, 0).width();

    ShapedRun spaced = shaper.shape("ab cd", style.withSpacing(2, 5), 0);

    assertThat(spaced.width()).isCloseTo(plain + 5 * 2 + 5, within(0.01f));
    assertThat(spaced.width(2, 3)).isCloseTo(plain / 5 + 7, within(0.01f));
  }

  @Test
  void drawsChineseFromTheBundledFont() {
    FetchedFonts.assumeThere();
    ShapedRun run = shaper.shape("Glass 玻璃屋，かな", TextStyle.of(16, "sans-serif"), 0);

    assertThat(run.glyphRuns())
        .extracting(g -> g.font().face().family())
        .containsExactly("Liberation Sans", "Noto Sans SC");
    assertThat(run.width(6, 9)).isCloseTo(48, within(0.01f));
    assertThat(fonts.missing()).isEmpty();
  }

  @Test
  void drawsKoreanFromTheBundledFont() {
    assumeTrue(
        FontLibrary.class.getResource("/dev/glasshouse/layout/fonts/NotoSansKR-Bold.ttf") != null,
        "NotoSansKR-Bold.ttf is not in this build: npm was missing or offline");
    // Syllables, letters, and syllables that are made of letters.
    String korean = "\ud55c\uad6d\uc5b4 \ub69d \uac00\ud7a3 \u314e\u3161 \u1112\u1161\u11ab";
    TextStyle style = TextStyle.of(16, "sans-serif");

    assertThat(shaper.shape(korean, style, 0).fonts())
        .extracting(f -> f.face().family())
        .contains("Noto Sans KR")
        .isSubsetOf("Noto Sans KR", "Liberation Sans");
    assertThat(shaper.shape("\u97d3", style.withLanguage("ko"), 0).fonts())
        .extracting(f -> f.face().family())
        .containsExactly("Noto Sans KR");
    assertThat(fonts.missing()).isEmpty();
  }

  @Test
  void joinsArabicAndRunsFromTheRight() {
    FetchedFonts.assumeThere();
    TextStyle style = TextStyle.of(16, "sans-serif").withLanguage("ar");
    ShapedRun word = shaper.shape("سلام", style, 1);
    float apart = 0;
    for (String letter : List.of("س", "ل", "ا", "م")) {
      apart += shaper.shape(letter, style, 1).width();
    }

    assertThat(word.glyphRuns().getFirst().cluster(0)).isEqualTo(3);
    assertThat(word.width()).isNotCloseTo(apart, within(2f));
    assertThat(word.caret(0)).isEqualTo(word.width());
    assertThat(word.caret(4)).isZero();
  }

  @Test
  void drawsAnEmojiSequenceAsOneGlyph() {
    FetchedFonts.assumeThere();
    ShapedRun run = shaper.shape("a👨‍👩‍👧b🇨🇳", TextStyle.of(20, "serif"), 0);

    assertThat(run.glyphRuns()).extracting(GlyphRun::count).containsExactly(1, 1, 1, 1);
    assertThat(run.glyphRuns())
        .extracting(g -> g.font().face().family())
        .containsExactly("Liberation Serif", "Twemoji", "Liberation Serif", "Twemoji");
  }

  @Test
  void joinsEmojiSequencesWithSelectorsInside() {
    FetchedFonts.assumeThere();
    TextStyle style = TextStyle.of(20, "serif");

    for (String one : List.of("1\uFE0F\u20E3", "🏳\uFE0F\u200D🌈", "❤\uFE0F\u200D🔥")) {
      ShapedRun run = shaper.shape(one + "a" + one, style, 0);
      assertThat(run.glyphRuns()).as(one).extracting(GlyphRun::count).containsExactly(1, 1, 1);
      assertThat(run.width(0, one.length())).isCloseTo(20, within(0.01f));
    }
  }

  @Test
  void obeysTheEmojiSelectors() {
    FetchedFonts.assumeThere();
    TextStyle style = TextStyle.of(20, "serif");

    assertThat(family("☺\uFE0F", style)).isEqualTo("Twemoji");
    assertThat(family("☺\uFE0E", style)).isNotEqualTo("Twemoji");
    assertThat(family("1\uFE0F\u20E3", style)).isEqualTo("Twemoji");
    assertThat(family("1", style)).isEqualTo("Liberation Serif");
  }

  @Test
  void saysWhatNoFontHas() {
    ShapedRun run = shaper.shape("ꦗꦮ", TextStyle.of(16, "serif"), 0);

    assertThat(run.glyphRuns().getFirst().glyph(0)).isZero();
    assertThat(fonts.missing()).containsExactly(new MissingGlyphs("Javanese", 2, "ꦗ"));
  }

  @Test
  void keepsMarksWithTheirLetters() {
    ShapedRun run = shaper.shape("x\u0323\u0302y", TextStyle.of(16, "serif"), 0);

    assertThat(run.clusterStart(1)).isFalse();
    assertThat(run.clusterStart(3)).isTrue();
    assertThat(run.width(0, 3))
        .isCloseTo(shaper.shape("x", TextStyle.of(16, "serif"), 0).width(), within(0.5f));
  }

  @Test
  void partsOfARunAddUp() {
    FetchedFonts.assumeThere();
    for (int level = 0; level < 2; level++) {
      String text = level == 0 ? "The AVA office, 玻璃 again" : "שלום עולם سلام";
      ShapedRun run = shaper.shape(text, TextStyle.of(17, "sans-serif"), level);
      for (int cut = 0; cut <= text.length(); cut++) {
        ShapedRun head = run.part(0, cut);
        ShapedRun tail = run.part(cut, text.length());
        assertThat(head.width() + tail.width()).isCloseTo(run.width(), within(0.01f));
        assertThat(glyphs(head) + glyphs(tail)).isEqualTo(glyphs(run));
      }
    }
  }

  @Test
  void glyphsOfARightToLeftPartLieInsideIt() {
    ShapedRun run = shaper.shape("שלום עולם", TextStyle.of(16, "serif"), 1);

    ShapedRun part = run.part(5, 9);

    assertThat(part.glyphRuns().getFirst().x(0)).isCloseTo(0, within(0.01f));
    assertThat(part.text()).isEqualTo("עולם");
  }

  @Test
  void slicesShapeAgainWhereKerningCrossesTheCut() {
    TextStyle style = TextStyle.of(16, "sans-serif");
    ShapedRun run = shaper.shape("AVAVA", style, 0);

    assertThat(shaper.slice(run, 0, 1).width())
        .isCloseTo(shaper.shape("A", style, 0).width(), within(0.001f));
    assertThat(run.width(0, 1)).isLessThan(shaper.shape("A", style, 0).width());
  }

  @Test
  void makesUpBoldAndItalicWhereTheFamilyHasNone() {
    FetchedFonts.assumeThere();
    TextStyle style = TextStyle.of(16, "Noto Sans SC").withWeight(700).withSlant(Slant.ITALIC);

    SizedFont font = fonts.primary(style);

    assertThat(font.face().weight()).isEqualTo(700);
    assertThat(font.emboldened()).isFalse();
    assertThat(font.slanted()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "100, 400",
    "400, 400",
    "500, 400",
    "501, 700",
    "600, 700",
    "900, 700",
  })
  void takesTheNearestWeight(int wanted, int got) {
    TextStyle style = TextStyle.of(16, "Helvetica").withWeight(wanted);

    assertThat(fonts.primary(style).face().weight()).isEqualTo(got);
  }

  @Test
  void shapesLongTextInPieces() {
    String text = "Lorem ipsum dolor ".repeat(3_000);

    ShapedRun run = shaper.shape(text, TextStyle.of(16, "serif"), 0);

    assertThat(glyphs(run)).isEqualTo(text.length());
    assertThat(run.width(0, 18) * 3_000).isCloseTo(run.width(), within(1f));
  }

  private String family(String text, TextStyle style) {
    return shaper.shape(text, style, 0).glyphRuns().getFirst().font().face().family();
  }

  private static int glyphs(ShapedRun run) {
    return run.glyphRuns().stream().mapToInt(GlyphRun::count).sum();
  }
}
