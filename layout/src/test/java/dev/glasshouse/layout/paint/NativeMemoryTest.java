package dev.glasshouse.layout.paint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glasshouse.layout.image.ImageStore;
import dev.glasshouse.layout.image.Picture;
import dev.glasshouse.layout.text.FontLibrary;
import dev.glasshouse.layout.text.GlyphRun;
import dev.glasshouse.layout.text.TextShaper;
import dev.glasshouse.layout.text.TextStyle;
import dev.glasshouse.layout.text.WebFont;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** What is closed gives its memory back, outside of Java's heap. */
final class NativeMemoryTest {
  private static final Path STATUS = Path.of("/proc/self/status");

  @Test
  void doesNotGrowWithThePagesThatWereOpened() throws Exception {
    assumeTrue(Files.isReadable(STATUS), "this system does not tell a process its size");
    byte[] font;
    try (InputStream in =
        FontLibrary.class.getResourceAsStream("/liberation/LiberationSans-Bold.ttf")) {
      font = in.readAllBytes();
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(500, 500, BufferedImage.TYPE_INT_RGB), "png", png);
    for (int i = 0; i < 40; i++) {
      page(font, png.toByteArray());
    }
    long before = anonymousKilobytes();

    for (int i = 0; i < 60; i++) {
      page(font, png.toByteArray());
    }

    // A page holds over 2 MB: its picture, decoded and encoded, its font, a surface.
    assertThat(anonymousKilobytes() - before).isLessThan(40_000);
  }

  @Test
  void paintsTwoPagesAtOnce() throws Exception {
    byte[] font = font();
    byte[] png = png();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<?>> pages = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        pages.add(
            threads.submit(() -> {
              page(font, png);
              return "painted";
            }));
      }
      for (Future<?> page : pages) {
        assertThat(page.get(60, TimeUnit.SECONDS)).isEqualTo("painted");
      }
    }
  }

  private static byte[] font() throws Exception {
    String resource = "/liberation/LiberationSans-Bold.ttf";
    try (InputStream in = FontLibrary.class.getResourceAsStream(resource)) {
      return in.readAllBytes();
    }
  }

  private static byte[] png() throws Exception {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(500, 500, BufferedImage.TYPE_INT_RGB), "png", png);
    return png.toByteArray();
  }

  private static void page(byte[] font, byte[] png) throws Exception {
    try (FontLibrary fonts = FontLibrary.open();
        TextShaper shaper = new TextShaper(fonts);
        ImageStore images = ImageStore.open()) {
      assertThat(fonts.add(WebFont.of("Mine"), font)).isInstanceOf(WebFont.Added.Usable.class);
      Picture picture = images.add(png, "image/png");
      Picture svg =
          images.add(
              "<svg xmlns='http://www.w3.org/2000/svg'><rect width='9' height='9'/></svg>"
                  .getBytes(StandardCharsets.UTF_8),
              "");
      DisplayList.Builder list = DisplayList.builder();
      for (Picture one : List.of(picture, svg)) {
        list.add(new DisplayItem.ImageRect(one, new Rect(0, 0, 300, 300), Brush.Sampling.SMOOTH));
      }
      for (GlyphRun glyphs : shaper.shape("Text 玻璃", TextStyle.of(20, "Mine"), 0).glyphRuns()) {
        list.add(new DisplayItem.Glyphs(10, 40, glyphs, 0xFF000000, 0));
      }
      Pixels pixels = new SkiaPainter(fonts, images).paint(list.build(), View.of(400, 400));
      assertThat(pixels.argb(100, 100)).isEqualTo(0xFF000000);
    }
  }

  /** Memory that is not a file's: the heap, which is full after forty pages, and Skia's. */
  private static long anonymousKilobytes() throws Exception {
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith("RssAnon:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new AssertionError("no RssAnon in " + STATUS);
  }
}
