package dev.glasshouse.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MimeSnifferTest {

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static String unknown(byte[] header) {
    return MimeSniffer.sniff(ContentType.NONE, header).computed().toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<!doctype html>                | text/html",
        "<!DOCTYPE html >               | text/html",
        "<!DOCTYPE htmlx                | text/plain",
        "' \t\n<p>x'                    | text/html",
        "<p                             | text/plain",
        "<pre>                          | text/plain",
        "<!-->                          | text/html",
        "' <?xml version'               | text/xml",
        "<?XML version                  | text/plain",
        "%PDF-1.7                       | application/pdf",
        "' %PDF-1.7'                    | text/plain",
        "%!PS-Adobe-3                   | application/postscript",
        "GIF89a                         | image/gif",
        "GIF88a                         | text/plain",
        "BMW                            | image/bmp",
        "RIFFxxxxWEBPVP8                | image/webp",
        "RIFFxxxxWAVE                   | audio/wave",
        "ID3                            | audio/mpeg",
        "Rar                            | text/plain",
        "hello                          | text/plain",
        "''                             | text/plain",
      })
  void unknownTypes(String header, String type) {
    assertThat(unknown(text(header))).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({
    "89504e470d0a1a0a, image/png",
    "ffd8ffe0, image/jpeg",
    "00000100, image/x-icon",
    "1f8b0800, application/x-gzip",
    "504b0304, application/zip",
    "feff0041, text/plain",
    "efbbbf41, text/plain",
    "efbbbf, application/octet-stream",
    "68656c6c6f00, application/octet-stream",
    "1b5b, text/plain",
    "00000018667479706d703432000000006d70343269736f6d, video/mp4",
    "0000001c6674797069736f6d0000020069736f6d6d70343161766331, video/mp4",
    "00000014667479706865696300000000, application/octet-stream",
    "1a45dfa39f4286810142f7810142f2810442f381084282847765626d, video/webm",
    "1a45dfa3a34286810142f7810142f2810442f381084282886d6174726f736b61, application/octet-stream",
    "774f4632, text/plain",
  })
  void unknownTypesInBytes(String header, String type) {
    if (header.equals("efbbbf")) {
      // Too short for the pattern of four bytes; but none of its bytes is a binary one.
      assertThat(unknown(hex(header))).isEqualTo("text/plain");
    } else {
      assertThat(unknown(hex(header))).isEqualTo(type);
    }
  }

  @Test
  void mp3WithoutTag() {
    // MPEG 1 layer III, 128 kbit/s, 44.1 kHz: frames of 417 bytes.
    byte[] frames = new byte[500];
    System.arraycopy(hex("fffb9000"), 0, frames, 0, 4);
    System.arraycopy(hex("fffb9000"), 0, frames, 417, 4);
    assertThat(unknown(frames)).isEqualTo("audio/mpeg");
    frames[417] = 0;
    assertThat(unknown(frames)).isEqualTo("application/octet-stream");
  }

  @Test
  void whatTheServerSaysMostlyHolds() {
    byte[] gif = text("GIF89a");
    assertThat(sniff("text/html", "", gif)).isEqualTo("text/html");
    assertThat(sniff("image/svg+xml", "", gif)).isEqualTo("image/svg+xml");
    assertThat(sniff("text/css", "", gif)).isEqualTo("text/css");
    assertThat(sniff("image/png", "", gif)).isEqualTo("image/gif");
    assertThat(sniff("image/png", "nosniff", gif)).isEqualTo("image/png");
    assertThat(sniff("image/png", "", text("hello"))).isEqualTo("image/png");
    assertThat(sniff("video/mp4", "", text("OggS\0"))).isEqualTo("application/ogg");
    assertThat(sniff("*/*", "", gif)).isEqualTo("image/gif");
    assertThat(sniff("unknown/unknown", "nosniff", text("<html>"))).isEqualTo("text/plain");
    assertThat(sniff("unknown/unknown", "", text("<html>"))).isEqualTo("text/html");
    assertThat(sniff("nonsense", "", text("<html>"))).isEqualTo("text/html");
  }

  private static String sniff(String type, String options, byte[] header) {
    List<String> given = options.isEmpty() ? List.of() : List.of(options);
    return MimeSniffer.sniff(ContentType.of(List.of(type), given), header).computed().toString();
  }

  @Test
  void whatOldApachesCallPlainText() {
    assertThat(sniff("text/plain", "", text("a\0b"))).isEqualTo("application/octet-stream");
    assertThat(sniff("text/plain; charset=UTF-8", "", text("<html>"))).isEqualTo("text/plain");
    assertThat(sniff("text/plain; charset=utf-8", "", text("a\0b")))
        .isEqualTo("text/plain;charset=utf-8");
    assertThat(sniff("text/plain", "", hex("feff0041"))).isEqualTo("text/plain");
    assertThat(sniff("text/plain", "nosniff", text("a\0b"))).isEqualTo("text/plain");
  }

  @Test
  void contexts() {
    byte[] woff2 = text("wOF2");
    ContentType wrong = ContentType.of(MimeType.PLAIN_TEXT);
    assertThat(MimeSniffer.sniff(wrong, MimeSniffer.Context.FONT, woff2).computed())
        .hasToString("font/woff2");
    assertThat(MimeSniffer.sniff(wrong, MimeSniffer.Context.STYLE, woff2).computed())
        .isEqualTo(MimeType.PLAIN_TEXT);
    assertThat(MimeSniffer.sniff(ContentType.NONE, MimeSniffer.Context.STYLE, woff2).computed())
        .hasToString("text/css");
    assertThat(MimeSniffer.sniff(wrong, MimeSniffer.Context.IMAGE, text("GIF87a")).computed())
        .hasToString("image/gif");
    assertThat(
            MimeSniffer.sniff(ContentType.NONE, MimeSniffer.Context.PLUGIN, text("GIF87a"))
                .computed())
        .isEqualTo(MimeType.OCTET_STREAM);
  }

  @Test
  void severalContentTypes() {
    assertThat(supplied("text/plain;charset=gbk", "text/html")).hasToString("text/html");
    assertThat(supplied("text/html;charset=gbk;a=b", "text/html;x=y"))
        .hasToString("text/html;x=y;charset=gbk");
    assertThat(supplied("text/html;charset=gbk", "x/x", "text/html;x=\"a,b\""))
        .hasToString("text/html;x=\"a,b\"");
    assertThat(supplied("text/html", "cannot-parse")).hasToString("text/html");
    assertThat(supplied("text/html", "*/*")).hasToString("text/html");
    assertThat(supplied("text/html, */*")).hasToString("text/html");
    assertThat(ContentType.of(List.of(), List.of("x", "nosniff")).noSniff()).isFalse();
    assertThat(ContentType.of(List.of(), List.of("NoSniff,x")).noSniff()).isTrue();
    assertThat(ContentType.of(List.of(), List.of())).isEqualTo(ContentType.NONE);
  }

  private static MimeType supplied(String... values) {
    Optional<MimeType> type = ContentType.of(List.of(values), List.of()).supplied();
    return type.orElseThrow();
  }
}
