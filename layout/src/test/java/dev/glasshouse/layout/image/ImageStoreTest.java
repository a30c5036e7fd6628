package dev.glasshouse.layout.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageStoreTest {
  /** One pixel of WebP, lossless. */
  private static final String WEBP = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==";

  private ImageStore images;

  @BeforeEach
  void open() throws Exception {
    images = ImageStore.open();
  }

  @AfterEach
  void close() {
    images.close();
  }

  @ParameterizedTest
  @CsvSource({"png, PNG", "jpg, JPEG", "gif, GIF", "bmp, BMP"})
  void tellsTheSizeFromTheHeader(String format, String name) throws Exception {
    Picture picture = images.add(encoded(format, 7, 5), "");

    assertThat(picture).isEqualTo(new Picture.Raster(0, name, 7, 5));
    assertThat(picture.ratio()).hasValue(7 / 5.0);
    assertThat(images.decode((Picture.Raster) picture)).isEmpty();
  }

  @Test
  void readsWebp() {
    Picture picture = images.add(Base64.getDecoder().decode(WEBP), "image/webp");

    assertThat(picture).isEqualTo(new Picture.Raster(0, "WEBP", 1, 1));
    assertThat(images.decode((Picture.Raster) picture)).isEmpty();
  }

  @Test
  void readsIcons() throws Exception {
    byte[] png = encoded("png", 16, 16);
    ByteBuffer ico = ByteBuffer.allocate(22 + png.length).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    ico.putShort((short) 0).putShort((short) 1).putShort((short) 1);
    ico.put((byte) 16).put((byte) 16).put((byte) 0).put((byte) 0);
    ico.putShort((short) 1).putShort((short) 32).putInt(png.length).putInt(22).put(png);

    assertThat(images.add(ico.array(), "")).isEqualTo(new Picture.Raster(0, "ICO", 16, 16));
  }

  @Test
  void drawsWhatThereIsOfAFileCutOff() throws Exception {
    byte[] whole = encoded("png", 200, 200);
    byte[] half = Arrays.copyOf(whole, whole.length / 2);

    Picture picture = images.add(half, "image/png");

    assertThat(picture).isInstanceOf(Picture.Raster.class);
    assertThat(images.decode((Picture.Raster) picture)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not an image", "\u0089PNG\r\n", "GIF89a", "<html></html>", "<svg"})
  void saysWhyAFileIsBroken(String file) {
    Picture picture = images.add(file.getBytes(StandardCharsets.ISO_8859_1), "image/png");

    assertThat(picture).isInstanceOf(Picture.Broken.class);
    assertThat(((Picture.Broken) picture).reason()).isNotBlank();
  }

  @Test
  void refusesABombByItsHeader() {
    ByteBuffer ihdr = ByteBuffer.allocate(17);
    ihdr.put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(100_000).putInt(100_000);
    ihdr.put((byte) 8).put((byte) 2).put((byte) 0).put((byte) 0).put((byte) 0);
    CRC32 crc = new CRC32();
    crc.update(ihdr.array());
    ByteBuffer png = ByteBuffer.allocate(8 + 4 + 17 + 4 + 12);
    png.putLong(0x89504E470D0A1A0AL).putInt(13).put(ihdr.array()).putInt((int) crc.getValue());
    png.putInt(0).put("IDAT".getBytes(StandardCharsets.US_ASCII)).putInt(0x35AF061E);

    Picture picture = images.add(png.array(), "image/png");

    assertThat(picture).isInstanceOf(Picture.Broken.class);
    assertThat(((Picture.Broken) picture).reason()).contains("100000 x 100000");
  }

  @ParameterizedTest
  @CsvSource({
    "width='30' height='20', 30, 20, 1.5",
    "width='1in' height='72pt', 96, 96, 1",
    "width='100%' viewBox='0 0 4 1', 0, 0, 4",
    "viewBox='0 0 10 20', 0, 0, 0.5",
    "x='0', 0, 0, 0",
  })
  void knowsWhatSvgSaysOfItsSize(String attributes, double width, double height, double ratio) {
    String svg = "<svg xmlns='http://www.w3.org/2000/svg' " + attributes + "><g/></svg>";

    Picture picture = images.add(svg.getBytes(StandardCharsets.UTF_8), "image/svg+xml");

    assertThat(picture.width().orElse(0)).isEqualTo(width);
    assertThat(picture.height().orElse(0)).isEqualTo(height);
    assertThat(picture.ratio().orElse(0)).isEqualTo(ratio);
  }

  @Test
  void refusesSvgThatWouldOverflowTheStack() {
    String svg =
        "<svg xmlns='http://www.w3.org/2000/svg'>"
            + "<g>".repeat(100_000)
            + "</g>".repeat(100_000)
            + "</svg>";

    Picture picture = images.add(svg.getBytes(StandardCharsets.UTF_8), "");

    assertThat(picture).isInstanceOf(Picture.Broken.class);
  }

  @Test
  void refusesSvgThatMultipliesItself() {
    StringBuilder svg =
        new StringBuilder("<svg xmlns='http://www.w3.org/2000/svg'><g id='a0'><rect/></g>");
    for (int i = 1; i < 30; i++) {
      String before = "<use href='#a" + (i - 1) + "'/>";
      svg.append("<g id='a" + i + "'>").append(before.repeat(10)).append("</g>");
    }

    Picture picture =
        images.add(svg.append("</svg>").toString().getBytes(StandardCharsets.UTF_8), "");

    assertThat(picture).isInstanceOf(Picture.Broken.class);
    assertThat(((Picture.Broken) picture).reason()).contains("100000");
  }

  /** Chromium shows none of these either. */
  @ParameterizedTest
  @ValueSource(strings = {"image/png", "text/plain", "text/html", "application/octet-stream"})
  void refusesSvgThatIsSentAsSomethingElse(String type) {
    byte[] svg =
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"
            .getBytes(StandardCharsets.UTF_8);

    assertThat(images.add(svg, type))
        .isEqualTo(new Picture.Broken("it is SVG, but its media type is " + type));
    assertThat(images.add(svg, "image/svg+xml")).isInstanceOf(Picture.Vector.class);
  }

  @Test
  void refusesSvgThatContainsItself() {
    String svg = "<svg xmlns='http://www.w3.org/2000/svg'><g id='a'><use href='#a'/></g></svg>";

    assertThat(images.add(svg.getBytes(StandardCharsets.UTF_8), ""))
        .isInstanceOf(Picture.Broken.class);
  }

  @Test
  void survivesDamagedFiles() throws Exception {
    Random random = new Random(7);
    for (String format : new String[] {"png", "jpg", "gif", "bmp"}) {
      byte[] whole = encoded(format, 30, 30);
      for (int i = 0; i < 200; i++) {
        byte[] damaged = whole.clone();
        for (int k = 0; k < 1 + i % 8; k++) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        if (images.add(damaged, "") instanceof Picture.Raster raster
            && raster.pixelWidth() < 2_000
            && raster.pixelHeight() < 2_000) {
          assertThat(images.decode(raster)).isNotNull();
        }
      }
    }
  }

  private static byte[] encoded(String format, int width, int height) throws Exception {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, (x * 37 + y * 91) * 2_654_435);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }
}
