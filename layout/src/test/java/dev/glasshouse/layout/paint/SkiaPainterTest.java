package dev.glasshouse.layout.paint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.layout.image.ImageStore;
import dev.glasshouse.layout.image.Picture;
import dev.glasshouse.layout.skia.CacheFolder;
import dev.glasshouse.layout.skia.Limits;
import dev.glasshouse.layout.text.FetchedFonts;
import dev.glasshouse.layout.text.FontLibrary;
import dev.glasshouse.layout.text.FontLibrary.SystemFonts;
import dev.glasshouse.layout.text.GlyphRun;
import dev.glasshouse.layout.text.ShapedRun;
import dev.glasshouse.layout.text.TextShaper;
import dev.glasshouse.layout.text.TextStyle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SkiaPainterTest {
  private static final int WHITE = 0xFFFFFFFF;
  private static final int RED = 0xFFFF0000;
  private static final int GREEN = 0xFF008000;
  private static final int BLUE = 0xFF0000FF;
  private static final int BLACK = 0xFF000000;

  private FontLibrary fonts;
  private TextShaper shaper;
  private ImageStore images;
  private final DisplayList.Builder list = DisplayList.builder();

  @BeforeEach
  void open() throws Exception {
    fonts = FontLibrary.open(CacheFolder.ofUser(), SystemFonts.HIDE, Limits.DEFAULT);
    shaper = new TextShaper(fonts);
    images = ImageStore.open();
  }

  @AfterEach
  void close() {
    images.close();
    shaper.close();
    fonts.close();
  }

  @Test
  void fillsExactlyTheRectangle() throws Exception {
    list.fill(new Rect(10, 20, 30, 5), RED);

    Pixels p = paint(60, 40);

    assertThat(p.argb(10, 20)).isEqualTo(RED);
    assertThat(p.argb(39, 24)).isEqualTo(RED);
    assertThat(p.argb(9, 20)).isEqualTo(WHITE);
    assertThat(p.argb(40, 24)).isEqualTo(WHITE);
    assertThat(p.argb(10, 19)).isEqualTo(WHITE);
    assertThat(p.argb(39, 25)).isEqualTo(WHITE);
  }

  @Test
  void laysFractionalEdgesOnWholePixels() throws Exception {
    list.fill(new Rect(10.4f, 10.6f, 10, 10), RED);

    Pixels p = paint(40, 40);

    assertThat(p.argb(10, 11)).isEqualTo(RED);
    assertThat(p.argb(19, 20)).isEqualTo(RED);
    assertThat(p.argb(20, 11)).isEqualTo(WHITE);
    assertThat(p.argb(10, 10)).isEqualTo(WHITE);
  }

  @Test
  void roundsCorners() throws Exception {
    list.add(
        new DisplayItem.Fill(
            new RoundedRect(new Rect(0, 0, 40, 40), Radii.all(20)), new Brush.Solid(BLUE)));

    Pixels p = paint(40, 40);

    assertThat(p.argb(0, 0)).isEqualTo(WHITE);
    assertThat(p.argb(4, 4)).isEqualTo(WHITE);
    assertThat(p.argb(6, 6)).isNotEqualTo(WHITE);
    assertThat(p.argb(20, 0)).isNotEqualTo(WHITE);
    assertThat(p.argb(20, 20)).isEqualTo(BLUE);
  }

  @Test
  void mixesGradientsEvenly() throws Exception {
    list.add(
        new DisplayItem.Fill(
            new Rect(0, 0, 100, 10).square(),
            new Brush.Linear(0, 0, 100, 0, stops(0, BLACK, 1, WHITE), false)));

    Pixels p = paint(100, 10);

    for (int x = 1; x < 100; x++) {
      assertThat(p.argb(x, 5) & 0xFF).isGreaterThanOrEqualTo(p.argb(x - 1, 5) & 0xFF);
    }
    assertThat(p.argb(50, 5) & 0xFF).isBetween(126, 130);
  }

  @Test
  void repeatsGradients() throws Exception {
    list.add(
        new DisplayItem.Fill(
            new Rect(0, 0, 100, 10).square(),
            new Brush.Linear(0, 0, 100, 0, stops(0.1f, RED, 0.3f, BLUE), true)));

    Pixels p = paint(100, 10);

    assertThat(p.argb(12, 5)).isEqualTo(p.argb(32, 5)).isEqualTo(p.argb(92, 5));
    assertThat(p.argb(12, 5)).isNotEqualTo(p.argb(22, 5));
  }

  @Test
  void drawsHardStopsOfConicAndRadialGradients() throws Exception {
    List<Brush.Stop> halves =
        List.of(
            new Brush.Stop(0, RED),
            new Brush.Stop(0.5f, RED),
            new Brush.Stop(0.5f, BLUE),
            new Brush.Stop(1, BLUE));
    list.add(
        new DisplayItem.Fill(
            new Rect(0, 0, 40, 40).square(), new Brush.Conic(20, 20, 0, halves, false)));
    list.add(
        new DisplayItem.Fill(
            new Rect(40, 0, 40, 40).square(), new Brush.Radial(60, 20, 20, 20, halves, false)));

    Pixels p = paint(80, 40);

    assertThat(p.argb(30, 20)).isEqualTo(RED);
    assertThat(p.argb(10, 20)).isEqualTo(BLUE);
    assertThat(p.argb(60, 20)).isEqualTo(RED);
    assertThat(p.argb(75, 20)).isEqualTo(BLUE);
  }

  @Test
  void drawsBordersThatMeetAtADiagonal() throws Exception {
    list.add(
        new DisplayItem.Border(
            new Rect(0, 0, 60, 60).square(),
            side(20, RED),
            side(20, BLUE),
            side(20, GREEN),
            side(20, BLACK)));

    Pixels p = paint(60, 60);

    assertThat(p.argb(15, 5)).isEqualTo(RED);
    assertThat(p.argb(5, 15)).isEqualTo(BLACK);
    assertThat(p.argb(55, 30)).isEqualTo(BLUE);
    assertThat(p.argb(30, 55)).isEqualTo(GREEN);
    assertThat(p.argb(30, 30)).isEqualTo(WHITE);
  }

  @Test
  void leavesTheGapOfADoubleBorderOpen() throws Exception {
    list.add(
        DisplayItem.Border.all(
            new Rect(0, 0, 60, 60).square(),
            new DisplayItem.Border.Side(9, LineStyle.DOUBLE, RED)));

    Pixels p = paint(60, 60);

    assertThat(p.argb(1, 30)).isEqualTo(RED);
    assertThat(p.argb(4, 30)).isEqualTo(WHITE);
    assertThat(p.argb(7, 30)).isEqualTo(RED);
    assertThat(p.argb(10, 30)).isEqualTo(WHITE);
  }

  @Test
  void drawsDotsWithGaps() throws Exception {
    list.add(
        new DisplayItem.Border(
            new Rect(0, 0, 101, 20).square(),
            new DisplayItem.Border.Side(1, LineStyle.DOTTED, RED),
            DisplayItem.Border.Side.NONE,
            DisplayItem.Border.Side.NONE,
            DisplayItem.Border.Side.NONE));

    Pixels p = paint(101, 20);

    int red = 0;
    for (int x = 0; x < 101; x++) {
      red += p.argb(x, 0) == RED ? 1 : 0;
    }
    assertThat(red).isEqualTo(51);
  }

  @Test
  void clipsAndRestores() throws Exception {
    list.add(new DisplayItem.PushClip(new Rect(0, 0, 10, 10).square()));
    list.fill(new Rect(0, 0, 40, 40), RED);
    list.pop();
    list.fill(new Rect(20, 20, 10, 10), BLUE);

    Pixels p = paint(40, 40);

    assertThat(p.argb(9, 9)).isEqualTo(RED);
    assertThat(p.argb(10, 10)).isEqualTo(WHITE);
    assertThat(p.argb(25, 25)).isEqualTo(BLUE);
  }

  @Test
  void laysAGroupOverWithOneOpacity() throws Exception {
    list.add(new DisplayItem.PushOpacity(0.5f));
    list.fill(new Rect(0, 0, 20, 20), BLACK);
    list.fill(new Rect(10, 0, 20, 20), BLACK);
    list.pop();

    Pixels p = paint(40, 20);

    assertThat(p.argb(5, 5)).isEqualTo(p.argb(15, 5)).isEqualTo(p.argb(25, 5));
    assertThat(p.argb(15, 5) & 0xFF).isBetween(126, 129);
  }

  @Test
  void transformsWhatFollows() throws Exception {
    list.add(new DisplayItem.PushTransform(2, 0, 0, 2, 10, 0));
    list.fill(new Rect(5, 5, 5, 5), RED);
    list.pop();

    Pixels p = paint(40, 40);

    assertThat(p.argb(20, 10)).isEqualTo(RED);
    assertThat(p.argb(29, 19)).isEqualTo(RED);
    assertThat(p.argb(19, 10)).isEqualTo(WHITE);
    assertThat(p.argb(30, 19)).isEqualTo(WHITE);
  }

  @Test
  void castsShadowsOutsideTheBoxOnly() throws Exception {
    RoundedRect box = new Rect(20, 20, 20, 20).square();
    list.add(new DisplayItem.Shadow(box, DisplayItem.ShadowSide.OUTER, 0, 0, 10, 0, BLACK));

    Pixels p = paint(60, 60);

    assertThat(p.argb(30, 30)).isEqualTo(WHITE);
    assertThat(p.argb(30, 18) & 0xFF).isLessThan(p.argb(30, 14) & 0xFF);
    assertThat(p.argb(30, 2)).isEqualTo(WHITE);
  }

  @Test
  void castsInnerShadowsInsideTheBoxOnly() throws Exception {
    RoundedRect box = new Rect(20, 20, 40, 40).square();
    list.add(new DisplayItem.Shadow(box, DisplayItem.ShadowSide.INNER, 5, 5, 0, 0, BLACK));

    Pixels p = paint(80, 80);

    assertThat(p.argb(22, 40)).isEqualTo(BLACK);
    assertThat(p.argb(40, 22)).isEqualTo(BLACK);
    assertThat(p.argb(50, 50)).isEqualTo(WHITE);
    assertThat(p.argb(19, 40)).isEqualTo(WHITE);
  }

  @Test
  void repeatsImages() throws Exception {
    Picture tile = images.add(png(2, 1, RED, BLUE), "image/png");
    list.add(
        new DisplayItem.Fill(
            new Rect(0, 0, 200, 50).square(),
            new Brush.Tiles(
                new Brush.Content.Pictured(tile),
                new Rect(0, 0, 2, 1),
                2,
                1,
                Brush.Sampling.PIXELATED)));

    Pixels p = paint(200, 50);

    assertThat(p.argb(100, 30)).isEqualTo(RED);
    assertThat(p.argb(101, 30)).isEqualTo(BLUE);
    assertThat(p.argb(199, 49)).isEqualTo(BLUE);
  }

  @Test
  void leavesGapsBetweenTiles() throws Exception {
    Picture tile = images.add(png(1, 1, RED), "image/png");
    list.add(
        new DisplayItem.Fill(
            new Rect(0, 0, 200, 50).square(),
            new Brush.Tiles(
                new Brush.Content.Pictured(tile),
                new Rect(0, 0, 5, 5),
                10,
                10,
                Brush.Sampling.PIXELATED)));

    Pixels p = paint(200, 50);

    assertThat(p.argb(102, 22)).isEqualTo(RED);
    assertThat(p.argb(107, 22)).isEqualTo(WHITE);
    assertThat(p.argb(102, 27)).isEqualTo(WHITE);
  }

  @Test
  void stretchesAnImage() throws Exception {
    Picture picture = images.add(png(2, 1, RED, BLUE), "image/png");
    list.add(new DisplayItem.ImageRect(picture, new Rect(0, 0, 40, 20), Brush.Sampling.PIXELATED));

    Pixels p = paint(40, 20);

    assertThat(p.argb(19, 10)).isEqualTo(RED);
    assertThat(p.argb(20, 10)).isEqualTo(BLUE);
  }

  @Test
  void drawsSvgSharpAtItsSize() throws Exception {
    String svg =
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 2 2'>"
            + "<rect width='1' height='2' fill='red'/></svg>";
    Picture picture = images.add(svg.getBytes(StandardCharsets.UTF_8), "image/svg+xml");
    list.add(new DisplayItem.ImageRect(picture, new Rect(0, 0, 80, 40), Brush.Sampling.SMOOTH));

    Pixels p = paint(80, 40);

    assertThat(p.argb(10, 20)).as("keeps its ratio").isEqualTo(WHITE);
    assertThat(p.argb(21, 20)).isEqualTo(RED);
    assertThat(p.argb(39, 20)).isEqualTo(RED);
    assertThat(p.argb(41, 20)).isEqualTo(WHITE);
  }

  @Test
  void skipsTheInkOfDescendersUnderText() throws Exception {
    ShapedRun run = shaper.shape("gg", TextStyle.of(40, "serif"), 0);
    DisplayItem.Glyphs glyphs = new DisplayItem.Glyphs(10, 50, run.glyphRuns().getFirst(), 0, 0);
    list.add(new DisplayItem.Decoration(0, 55, 100, 2, LineStyle.SOLID, RED, List.of(glyphs)));

    Pixels p = paint(100, 80);

    assertThat(p.argb(3, 54)).isEqualTo(RED);
    assertThat(p.argb(98, 55)).isEqualTo(RED);
    int red = 0;
    for (int x = 10; x < 50; x++) {
      red += p.argb(x, 54) == RED ? 1 : 0;
    }
    assertThat(red).isLessThan(25);
  }

  @Test
  void drawsEveryScript() throws Exception {
    FetchedFonts.assumeThere();
    assertThat(ink("The quick brown fox", "")).isGreaterThan(500);
    assertThat(ink("玻璃屋的网页", "zh")).isGreaterThan(500);
    assertThat(ink("かなカナ", "ja")).isGreaterThan(300);
    assertThat(ink("مرحبا", "ar")).isGreaterThan(200);
    assertThat(colours("😀🇨🇳👨‍👩‍👧")).isGreaterThan(5);
  }

  @Test
  void drawsTheSameTwiceAndWithOrWithoutTheSystemsFonts() throws Exception {
    FetchedFonts.assumeThere();
    text("Sphinx 玻璃 مرحبا 😀", 40);
    Pixels first = paint(500, 60);
    Pixels again = paint(500, 60);

    try (FontLibrary other = FontLibrary.open();
        TextShaper otherShaper = new TextShaper(other)) {
      DisplayList.Builder same = DisplayList.builder();
      ShapedRun run = otherShaper.shape("Sphinx 玻璃 مرحبا 😀", TextStyle.of(24, "serif"), 0);
      for (GlyphRun glyphs : run.glyphRuns()) {
        same.add(new DisplayItem.Glyphs(10, 40, glyphs, BLACK, 0));
      }
      Pixels system = new SkiaPainter(other, images).paint(same.build(), View.of(500, 60));

      assertThat(again).isEqualTo(first);
      assertThat(system).isEqualTo(first);
    }
  }

  @Test
  void paintsBandsWithoutASeam() throws Exception {
    text("Band 玻璃", 30);
    list.add(
        new DisplayItem.Shadow(
            new Rect(20, 40, 60, 60).square(), DisplayItem.ShadowSide.OUTER, 3, 3, 12, 4, BLACK));
    list.add(new DisplayItem.PushOpacity(0.7f));
    list.add(
        new DisplayItem.Fill(
            new Rect(20, 40, 60, 60).square(),
            new Brush.Linear(20, 40, 80, 100, stops(0, RED, 1, BLUE), false)));
    list.pop();

    Pixels whole = paint(120, 120);
    Pixels banded =
        new SkiaPainter(fonts, images, withBand(120 * 7)).paint(list.build(), View.of(120, 120));

    for (int i = 0; i < 120 * 120 * 4; i++) {
      int a = (whole.argb(i / 4 % 120, i / 480) >>> (i % 4 * 8)) & 0xFF;
      int b = (banded.argb(i / 4 % 120, i / 480) >>> (i % 4 * 8)) & 0xFF;
      assertThat(Math.abs(a - b)).as("pixel %d,%d", i / 4 % 120, i / 480).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void writesWhatItPaintsAsPng() throws Exception {
    text("PNG 😀", 40);
    list.add(
        new DisplayItem.Fill(
            new Rect(0, 50, 200, 30).square(),
            new Brush.Linear(0, 0, 200, 80, stops(0, RED, 1, BLUE), false)));
    for (int background : new int[] {WHITE, 0}) {
      View view = new View(0, 0, 200, 80, 1, background);
      ByteArrayOutputStream out = new ByteArrayOutputStream();

      long bytes = new SkiaPainter(fonts, images).writePng(list.build(), view, out);

      Pixels pixels = new SkiaPainter(fonts, images).paint(list.build(), view);
      BufferedImage read = ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
      assertThat(bytes).isEqualTo(out.size());
      assertThat(read.getColorModel().hasAlpha()).isEqualTo(background == 0);
      for (int y = 0; y < 80; y++) {
        for (int x = 0; x < 200; x++) {
          assertThat(read.getRGB(x, y)).isEqualTo(pixels.argb(x, y));
        }
      }
    }
  }

  @Test
  void showsAPartOfThePageAtTwiceTheSize() throws Exception {
    list.fill(new Rect(100, 200, 10, 10), RED);

    Pixels p =
        new SkiaPainter(fonts, images).paint(list.build(), new View(95, 195, 20, 20, 2, WHITE));

    assertThat(p.width()).isEqualTo(40);
    assertThat(p.argb(10, 10)).isEqualTo(RED);
    assertThat(p.argb(29, 29)).isEqualTo(RED);
    assertThat(p.argb(9, 10)).isEqualTo(WHITE);
    assertThat(p.argb(30, 29)).isEqualTo(WHITE);
  }

  @Test
  void refusesPicturesThatAreTooLarge() {
    SkiaPainter painter = new SkiaPainter(fonts, images);
    DisplayList empty = list.build();

    assertThatThrownBy(() -> painter.paint(empty, View.of(10_000, 10_000)))
        .isInstanceOf(PictureTooLarge.class)
        .hasMessageContaining("10000 x 10000");
    assertThatThrownBy(
            () -> painter.writePng(empty, View.of(100, 70_000), new ByteArrayOutputStream()))
        .isInstanceOf(PictureTooLarge.class)
        .hasMessageContaining("65,535");
  }

  @Test
  void survivesNonsense() throws Exception {
    float[] odd = {Float.NaN, Float.POSITIVE_INFINITY, -1e30f, 1e30f, 0};
    for (float f : odd) {
      list.fill(new Rect(f, f, f, f), RED);
      list.add(
          DisplayItem.Border.all(
              new RoundedRect(new Rect(f, 0, 10, f), Radii.all(f)),
              new DisplayItem.Border.Side(f, LineStyle.DASHED, RED)));
      list.add(
          new DisplayItem.Shadow(
              new Rect(0, 0, f, 10).square(), DisplayItem.ShadowSide.OUTER, f, f, f, f, RED));
      list.add(
          new DisplayItem.Fill(
              new Rect(0, 0, 50, 50).square(),
              new Brush.Radial(f, f, f, f, stops(f, RED, f, BLUE), true)));
      list.add(new DisplayItem.Decoration(f, f, f, f, LineStyle.WAVY, RED, List.of()));
      list.add(
          new DisplayItem.Fill(
              new Rect(0, 0, 50, 50).square(),
              new Brush.Tiles(
                  new Brush.Content.Graded(new Brush.Conic(0, 0, f, stops(0, RED, f, BLUE), true)),
                  new Rect(f, f, 5, 5),
                  f,
                  f,
                  Brush.Sampling.SMOOTH)));
    }
    for (int i = 0; i < 1_000; i++) {
      list.add(new DisplayItem.PushOpacity(0.999f));
    }
    for (int i = 0; i < 1_000; i++) {
      list.pop();
    }

    assertThat(paint(50, 50).width()).isEqualTo(50);
  }

  private int ink(String text, String language) throws Exception {
    DisplayList.Builder one = DisplayList.builder();
    ShapedRun run =
        shaper.shape(
            text,
            TextStyle.of(24, "sans-serif").withLanguage(language),
            language.equals("ar") ? 1 : 0);
    for (GlyphRun glyphs : run.glyphRuns()) {
      one.add(new DisplayItem.Glyphs(10, 40, glyphs, BLACK, 0));
    }
    Pixels p = new SkiaPainter(fonts, images).paint(one.build(), View.of(400, 60));
    int ink = 0;
    for (int i = 0; i < 400 * 60; i++) {
      ink += p.argb(i % 400, i / 400) != WHITE ? 1 : 0;
    }
    return ink;
  }

  private long colours(String text) throws Exception {
    text(text, 40);
    Pixels p = paint(400, 60);
    return java.util.stream.IntStream.range(0, 400 * 60)
        .map(i -> p.argb(i % 400, i / 400) & 0xE0E0E0)
        .distinct()
        .count();
  }

  private void text(String text, float baseline) {
    ShapedRun run = shaper.shape(text, TextStyle.of(24, "serif"), 0);
    for (GlyphRun glyphs : run.glyphRuns()) {
      list.add(new DisplayItem.Glyphs(10, baseline, glyphs, BLACK, 0));
    }
  }

  private Pixels paint(int width, int height) throws PictureTooLarge {
    return new SkiaPainter(fonts, images).paint(list.build(), View.of(width, height));
  }

  private static List<Brush.Stop> stops(float at, int argb, float then, int other) {
    return List.of(new Brush.Stop(at, argb), new Brush.Stop(then, other));
  }

  private static DisplayItem.Border.Side side(float width, int argb) {
    return new DisplayItem.Border.Side(width, LineStyle.SOLID, argb);
  }

  private static byte[] png(int width, int height, int... argb) throws Exception {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, width, height, argb, 0, width);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private static Limits withBand(int pixels) {
    Limits d = Limits.DEFAULT;
    return new Limits(
        d.webFontBytes(),
        d.shapedCharacters(),
        d.runCharacters(),
        d.encodedImageBytes(),
        d.imagePixels(),
        d.decodedImageBytes(),
        d.svgElements(),
        d.pictureSide(),
        d.picturePixels(),
        d.memoryPixels(),
        pixels,
        d.blur(),
        d.layers());
  }
}
