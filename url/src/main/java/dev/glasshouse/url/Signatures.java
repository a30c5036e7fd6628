package dev.glasshouse.url;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The standard's tables of file formats that are known by their first bytes.
 *
 * <p>Source: <a href="https://mimesniff.spec.whatwg.org/#matching-a-mime-type-pattern">MIME
 * Sniffing standard, 6 and 7.1</a>.
 */
final class Signatures {
  private static final List<BytePattern> IMAGES =
      List.of(
          BytePattern.hex("00 00 01 00", "image/x-icon"),
          BytePattern.hex("00 00 02 00", "image/x-icon"),
          BytePattern.hex("42 4D", "image/bmp"),
          BytePattern.hex("47 49 46 38 37 61", "image/gif"),
          BytePattern.hex("47 49 46 38 39 61", "image/gif"),
          BytePattern.hex("52 49 46 46 .. .. .. .. 57 45 42 50 56 50", "image/webp"),
          BytePattern.hex("89 50 4E 47 0D 0A 1A 0A", "image/png"),
          BytePattern.hex("FF D8 FF", "image/jpeg"));

  private static final List<BytePattern> AUDIO_AND_VIDEO =
      List.of(
          BytePattern.hex("46 4F 52 4D .. .. .. .. 41 49 46 46", "audio/aiff"),
          BytePattern.hex("49 44 33", "audio/mpeg"),
          BytePattern.hex("4F 67 67 53 00", "application/ogg"),
          BytePattern.hex("4D 54 68 64 00 00 00 06", "audio/midi"),
          BytePattern.hex("52 49 46 46 .. .. .. .. 41 56 49 20", "video/avi"),
          BytePattern.hex("52 49 46 46 .. .. .. .. 57 41 56 45", "audio/wave"));

  private static final List<BytePattern> FONTS =
      List.of(
          BytePattern.hex("..".repeat(34) + "4C 50", "application/vnd.ms-fontobject"),
          BytePattern.hex("00 01 00 00", "font/ttf"),
          BytePattern.hex("4F 54 54 4F", "font/otf"),
          BytePattern.hex("74 74 63 66", "font/collection"),
          BytePattern.hex("77 4F 46 46", "font/woff"),
          BytePattern.hex("77 4F 46 32", "font/woff2"));

  private static final List<BytePattern> ARCHIVES =
      List.of(
          BytePattern.hex("1F 8B 08", "application/x-gzip"),
          BytePattern.hex("50 4B 03 04", "application/zip"),
          BytePattern.hex("52 61 72 21 1A 07 00", "application/x-rar-compressed"));

  private static final List<BytePattern> SCRIPTABLE =
      Stream.concat(
              Stream.of(
                      "<!DOCTYPE HTML",
                      "<HTML",
                      "<HEAD",
                      "<SCRIPT",
                      "<IFRAME",
                      "<H1",
                      "<DIV",
                      "<FONT",
                      "<TABLE",
                      "<A",
                      "<STYLE",
                      "<TITLE",
                      "<B",
                      "<BODY",
                      "<BR",
                      "<P",
                      "<!--")
                  .map(BytePattern::tag),
              Stream.of(
                  BytePattern.afterWhitespace("<?xml", "text/xml"),
                  BytePattern.hex("25 50 44 46 2D", "application/pdf")))
          .toList();

  private static final List<BytePattern> TEXT =
      List.of(
          BytePattern.hex("25 21 50 53 2D 41 64 6F 62 65 2D", "application/postscript"),
          BytePattern.hex("FE FF .. ..", "text/plain"),
          BytePattern.hex("FF FE .. ..", "text/plain"),
          BytePattern.hex("EF BB BF ..", "text/plain"));

  private static final MimeType MP4 = MimeType.of("video", "mp4");
  private static final MimeType WEBM = MimeType.of("video", "webm");
  private static final MimeType MP3 = MimeType.of("audio", "mpeg");

  private Signatures() {}

  static Optional<MimeType> image(byte[] header) {
    return BytePattern.first(IMAGES, header);
  }

  static Optional<MimeType> audioOrVideo(byte[] header) {
    Optional<MimeType> found = BytePattern.first(AUDIO_AND_VIDEO, header);
    if (found.isPresent()) {
      return found;
    }
    if (MediaSignature.isMp4(header)) {
      return Optional.of(MP4);
    }
    if (MediaSignature.isWebm(header)) {
      return Optional.of(WEBM);
    }
    return MediaSignature.isMp3(header) ? Optional.of(MP3) : Optional.empty();
  }

  static Optional<MimeType> font(byte[] header) {
    return BytePattern.first(FONTS, header);
  }

  static Optional<MimeType> archive(byte[] header) {
    return BytePattern.first(ARCHIVES, header);
  }

  static Optional<MimeType> scriptable(byte[] header) {
    return BytePattern.first(SCRIPTABLE, header);
  }

  static Optional<MimeType> text(byte[] header) {
    return BytePattern.first(TEXT, header);
  }
}
