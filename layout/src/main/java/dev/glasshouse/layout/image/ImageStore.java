package dev.glasshouse.layout.image;

import dev.glasshouse.layout.skia.CacheFolder;
import dev.glasshouse.layout.skia.Limits;
import dev.glasshouse.layout.skia.PaintingUnavailable;
import dev.glasshouse.layout.skia.Skia;
import io.github.humbleui.skija.Canvas;
import io.github.humbleui.skija.Codec;
import io.github.humbleui.skija.Data;
import io.github.humbleui.skija.EncodedOrigin;
import io.github.humbleui.skija.FilterMipmap;
import io.github.humbleui.skija.FilterMode;
import io.github.humbleui.skija.Image;
import io.github.humbleui.skija.MipmapMode;
import io.github.humbleui.skija.SamplingMode;
import io.github.humbleui.types.IPoint;
import io.github.humbleui.types.Rect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The images of one page. It keeps their encoded bytes, decodes an image when it is drawn first,
 * and keeps what was decoded as long as memory allows. It owns Skia's images; it belongs to one
 * thread, and nothing of it may be used after {@link #close}.
 */
public final class ImageStore implements AutoCloseable {

  /** How an image is scaled. */
  public enum Scaling {
    /** As it looks best. */
    SMOOTH,
    /** Pixels stay sharp squares. */
    PIXELATED
  }

  /** What is kept of an image: exactly one of both is there until the store is closed. */
  private record Kept(Optional<Data> encoded, Optional<Svg> svg) {}

  private static final SamplingMode DOWN = new FilterMipmap(FilterMode.LINEAR, MipmapMode.NEAREST);
  private static final SamplingMode SHARP = new FilterMipmap(FilterMode.NEAREST, MipmapMode.NONE);

  private final Limits limits;
  private final List<Kept> kept = new ArrayList<>();
  private final Map<Integer, Image> decoded = new LinkedHashMap<>(16, 0.75f, true);
  private final Set<Integer> undecodable = new HashSet<>();
  private long decodedBytes;

  private ImageStore(Limits limits) {
    this.limits = limits;
  }

  /** An empty store with the usual limits. */
  public static ImageStore open() throws PaintingUnavailable {
    return open(CacheFolder.ofUser(), Limits.DEFAULT);
  }

  /**
   * An empty store.
   *
   * @throws PaintingUnavailable where Skia does not load
   */
  public static ImageStore open(CacheFolder cache, Limits limits) throws PaintingUnavailable {
    Skia.load(cache);
    return new ImageStore(limits);
  }

  /**
   * Takes in an image: its kind is told from its bytes, its size read from its header. Nothing is
   * decoded yet.
   *
   * @param file the whole file
   * @param mimeType what it was sent as; decides only whether it is SVG, which must be sent as
   *     that, as in browsers; where it is empty the content decides
   */
  public Picture add(byte[] file, String mimeType) {
    if (file.length == 0) {
      return new Picture.Broken("the file is empty");
    }
    if (file.length > limits.encodedImageBytes()) {
      return new Picture.Broken(
          "the file has " + file.length + " bytes, more than " + limits.encodedImageBytes());
    }
    if (mimeType.startsWith("image/svg")) {
      return addSvg(file);
    }
    if (!looksLikeSvg(file)) {
      return addRaster(file);
    }
    return mimeType.isEmpty()
        ? addSvg(file)
        : new Picture.Broken("it is SVG, but its media type is " + mimeType);
  }

  private static boolean looksLikeSvg(byte[] file) {
    String head =
        new String(file, 0, Math.min(file.length, 1_024), StandardCharsets.ISO_8859_1)
            .stripLeading();
    return (head.startsWith("<") || head.startsWith("\u00EF\u00BB\u00BF<"))
        && head.contains("<svg");
  }

  private Picture addRaster(byte[] file) {
    Data data = Data.makeFromBytes(file);
    Picture picture = new Picture.Broken("it is none of PNG, JPEG, GIF, WebP, BMP, ICO and SVG");
    try (Codec codec = Codec.makeFromData(data)) {
      IPoint size = codec.getSize();
      long pixels = (long) size.getX() * size.getY();
      if (pixels > limits.imagePixels()) {
        picture =
            new Picture.Broken(
                "its header says %d x %d pixels, more than %d in all"
                    .formatted(size.getX(), size.getY(), limits.imagePixels()));
      } else if (pixels > 0) {
        boolean turned = codec.getEncodedOrigin().swapsWidthHeight();
        picture =
            new Picture.Raster(
                kept.size(),
                codec.getEncodedImageFormat().name(),
                turned ? size.getY() : size.getX(),
                turned ? size.getX() : size.getY());
      }
    } catch (RuntimeException unknownFormat) {
      // The sentence above stands.
    }
    if (picture instanceof Picture.Raster) {
      kept.add(new Kept(Optional.of(data), Optional.empty()));
    } else {
      data.close();
    }
    return picture;
  }

  private Picture addSvg(byte[] file) {
    String text = new String(file, StandardCharsets.UTF_8);
    Optional<String> excess = SvgCost.excess(text, limits.svgElements());
    if (excess.isPresent()) {
      return new Picture.Broken(excess.get());
    }
    Optional<Svg> svg = Svg.read(file);
    if (svg.isEmpty()) {
      return new Picture.Broken("it is not an SVG document that Skia reads");
    }
    Picture picture = svg.get().picture(kept.size());
    kept.add(new Kept(Optional.empty(), svg));
    return picture;
  }

  /**
   * Decodes an image now, if it is not decoded yet: for whoever wants to know early whether its
   * pixels are whole.
   *
   * @return what is wrong with its pixels; empty where they can be drawn
   */
  public Optional<String> decode(Picture.Raster raster) {
    return image(raster).isPresent()
        ? Optional.empty()
        : Optional.of("its pixels cannot be decoded");
  }

  /**
   * Skia's image of a raster, for the painter. It is lent until the next call of this store.
   *
   * @return empty where its pixels cannot be decoded
   */
  public Optional<Image> image(Picture.Raster raster) {
    Image known = decoded.get(raster.id());
    if (known == null && undecodable.contains(raster.id())) {
      return Optional.empty();
    }
    if (known == null) {
      Data encoded = kept.get(raster.id()).encoded().orElseThrow();
      known = pixels(encoded);
      if (known == null) {
        undecodable.add(raster.id());
        return Optional.empty();
      }
      decoded.put(raster.id(), known);
      decodedBytes += bytes(known);
      makeRoom(raster.id());
    }
    return Optional.of(known);
  }

  private static long bytes(Image image) {
    return 4L * image.getWidth() * image.getHeight();
  }

  private void makeRoom(int butNot) {
    var eldest = decoded.entrySet().iterator();
    while (decodedBytes > limits.decodedImageBytes() && eldest.hasNext()) {
      Map.Entry<Integer, Image> entry = eldest.next();
      if (entry.getKey() != butNot) {
        decodedBytes -= bytes(entry.getValue());
        eldest.remove();
        entry.getValue().close();
      }
    }
  }

  private static @Nullable Image pixels(Data encoded) {
    try (Codec codec = Codec.makeFromData(encoded)) {
      Image plain = RasterDecoder.decode(codec);
      EncodedOrigin origin = codec.getEncodedOrigin();
      return origin == EncodedOrigin.TOP_LEFT ? plain : RasterDecoder.turned(plain, origin);
    } catch (RuntimeException broken) {
      return null;
    }
  }

  /**
   * Draws an image over a rectangle.
   *
   * @param canvas Skia's canvas
   * @param place where, in the canvas's own px
   * @param deviceScale device pixels for one of these px: tells scaling up from scaling down
   */
  public void draw(
      Canvas canvas, Picture.Drawable picture, Rect place, Scaling scaling, float deviceScale) {
    switch (picture) {
      case Picture.Raster raster -> {
        Optional<Image> image = image(raster);
        if (image.isPresent()) {
          Image pixels = image.get();
          canvas.drawImageRect(
              pixels,
              Rect.makeWH(pixels.getWidth(), pixels.getHeight()),
              place,
              sampling(raster, place.getWidth() * deviceScale, scaling),
              null,
              true);
        }
      }
      case Picture.Vector vector ->
          kept.get(vector.id()).svg().ifPresent(svg -> svg.draw(canvas, vector, place));
    }
  }

  /** How a raster is sampled that will be this many device pixels wide. */
  public static SamplingMode sampling(Picture.Raster raster, float deviceWidth, Scaling scaling) {
    if (scaling == Scaling.PIXELATED) {
      return SHARP;
    }
    return deviceWidth < raster.pixelWidth() ? DOWN : SamplingMode.LINEAR;
  }

  /** Frees Skia's images and documents. */
  @Override
  public void close() {
    decoded.values().forEach(Image::close);
    decoded.clear();
    for (Kept one : kept) {
      one.encoded().ifPresent(Data::close);
      one.svg().ifPresent(Svg::close);
    }
    kept.clear();
  }
}
