package dev.glasshouse.layout.skia;

/**
 * The limits of fonts, images and painting. When one fires, what it stopped says so in words.
 *
 * @param webFontBytes bytes of one web font file as it is handed in: 32 MiB, three times the
 *     biggest Chinese font in use; compressed fonts may grow some threefold when opened
 * @param shapedCharacters UTF-16 units of text whose shapes are kept for reuse: 400,000, some 20
 *     MB, enough for a book page laid out again as it grows
 * @param runCharacters UTF-16 units that are shaped in one piece: 1,000; longer text is cut at a
 *     space, so that memory is bounded and places, which Skia adds up as floats, stay exact to a
 *     thousandth of a px
 * @param encodedImageBytes bytes of one encoded image: 64 MiB
 * @param imagePixels pixels of one decoded image: 64 million, 256 MiB; a header that claims more is
 *     refused before anything is decoded
 * @param decodedImageBytes bytes of decoded images that are kept between paints: 128 MiB; the image
 *     that was not drawn for longest goes first
 * @param svgElements elements that one SVG image may have, those that {@code use} repeats counted
 *     each time: 100,000
 * @param pictureSide pixels that a picture may have on one side: 65,535, what common viewers open
 * @param picturePixels pixels of a picture that is written as a file: 200 million, a page of 1280
 *     px that is 150,000 px high. It is painted and written in bands, so memory does not grow with
 *     it.
 * @param memoryPixels pixels of a picture that is wanted in memory: 32 million, 128 MiB
 * @param bandPixels pixels that are painted at once: 2 million, 8 MiB; a picture is painted band by
 *     band
 * @param blur standard deviation of a blur in px: 250; more costs time and looks the same
 * @param layers opacity layers inside one another: 32, each as large as a band; what is deeper is
 *     drawn into the last
 */
public record Limits(
    int webFontBytes,
    int shapedCharacters,
    int runCharacters,
    int encodedImageBytes,
    int imagePixels,
    long decodedImageBytes,
    int svgElements,
    int pictureSide,
    long picturePixels,
    int memoryPixels,
    int bandPixels,
    float blur,
    int layers) {

  /** The limits with the values and the reasons given above. */
  public static final Limits DEFAULT =
      new Limits(
          32 << 20,
          400_000,
          1_000,
          64 << 20,
          64_000_000,
          128L << 20,
          100_000,
          65_535,
          200_000_000L,
          32_000_000,
          2_000_000,
          250,
          32);
}
