package dev.glasshouse.dom.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EncodingTest {
  private static String decode(Encoding encoding, String hex) {
    return encoding.decode(HexFormat.of().parseHex(hex));
  }

  @ParameterizedTest
  @CsvSource({
    "utf8, UTF-8",
    "' Latin1\n', windows-1252",
    "ASCII, windows-1252",
    "iso-8859-9, windows-1254",
    "gb2312, GBK",
    "gb18030, gb18030",
    "big5-hkscs, Big5",
    "sjis, Shift_JIS",
    "x-sjis, Shift_JIS",
    "ks_c_5601-1987, EUC-KR",
    "iso-8859-8-i, ISO-8859-8-I",
    "utf-16, UTF-16LE",
    "hz-gb-2312, replacement",
    "macintosh, macintosh",
    "koi8-ru, KOI8-U"
  })
  void labelsMeanWhatTheyMeanOnTheWeb(String label, String name) {
    assertThat(Encoding.forLabel(label).orElseThrow().standardName()).isEqualTo(name);
  }

  @Test
  void unknownLabelsMeanNothing() {
    assertThat(Encoding.forLabel("utf-7")).isEmpty();
    assertThat(Encoding.forLabel("")).isEmpty();
    assertThat(Encoding.forLabel("\u00A0utf-8")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // Truncated, overlong, surrogates, too large: one U+FFFD for each longest beginning.
    "UTF_8, 41e4bda042, 41 4f60 42",
    "UTF_8, f09f9880, d83d de00",
    "UTF_8, e4bd, fffd",
    "UTF_8, e4bd41, fffd 41",
    "UTF_8, c080, fffd fffd",
    "UTF_8, eda080, fffd fffd fffd",
    "UTF_8, f4908080, fffd fffd fffd fffd",
    "UTF_8, f0908041, fffd 41",
    "UTF_16LE, 3dd800de41, d83d de00 fffd",
    "UTF_16BE, d83d0041, fffd 41",
    "WINDOWS_1252, 80819f, 20ac 81 178",
    "ISO_8859_8_I, e0, 5d0",
    "X_USER_DEFINED, 4180ff, 41 f780 f7ff",
    "KOI8_U, aebe, 45e 40e",
    "MACINTOSH, dbff, 20ac 2c7",
    "GBK, 80c4e3, 20ac 4f60",
    "GBK, 81308130, 80",
    "GB18030, 8431a439, ffff",
    "GB18030, 9439fc36, d83d de00",
    "GBK, 8130ff41, fffd 30 fffd 41",
    "GBK, c441, 8141",
    "GBK, ff41, fffd 41",
    "GBK, c420, fffd 20",
    "BIG5, a440, 4e00",
    "BIG5, 8862, ca 304",
    "BIG5, a441ff41, 4e59 fffd 41",
    "BIG5, 8140, fffd 40",
    "SHIFT_JIS, 82a0b1, 3042 ff71",
    "SHIFT_JIS, 8740f040, 2460 e000",
    "SHIFT_JIS, 82, fffd",
    "EUC_JP, a4a28eb18fb0a1, 3042 ff71 4e02",
    "EUC_JP, a441, fffd 41",
    "EUC_KR, b0a18141, ac00 ac02",
    "EUC_KR, c9a1, fffd",
    "ISO_2022_JP, 1b2442242230211b284241, 3042 4e9c 41",
    "ISO_2022_JP, 1b284a5c, a5",
    "ISO_2022_JP, 1b284931, ff71",
    "ISO_2022_JP, 1b2841, fffd 28 41",
    "REPLACEMENT, 414243, fffd"
  })
  void bytesBecomeCharacters(Encoding encoding, String hex, String expected) {
    StringBuilder units = new StringBuilder();
    for (char c : decode(encoding, hex).toCharArray()) {
      units.append(units.isEmpty() ? "" : " ").append(Integer.toHexString(c));
    }
    assertThat(units.toString()).isEqualTo(expected);
  }

  @Test
  void byteOrderMarkWins() {
    assertThat(decode(Encoding.WINDOWS_1252, "efbbbfe4bda0")).isEqualTo("\u4F60");
    assertThat(decode(Encoding.UTF_8, "fffe4100")).isEqualTo("A");
    assertThat(decode(Encoding.UTF_8, "feff0041")).isEqualTo("A");
  }

  /**
   * Every pair of bytes: a checksum of what came out when it was compared with the indexes of the
   * Encoding Standard, character by character.
   */
  @ParameterizedTest
  @EnumSource
  void indexesAreTheStandards(Encoding encoding) {
    CRC32 sum = new CRC32();
    char[] out = new char[StreamDecoder.room(2)];
    byte[] pair = new byte[2];
    for (int a = 0; a < 256; a++) {
      StreamDecoder decoder = encoding.decoder();
      pair[0] = (byte) a;
      for (int b = 0; b < 256; b++) {
        pair[1] = (byte) b;
        int length = decoder.decode(pair, 0, 2, out, 0);
        length = decoder.finish(out, length);
        sum.update(new String(out, 0, length).getBytes(StandardCharsets.UTF_16BE));
      }
    }
    assertThat(Long.toHexString(sum.getValue())).isEqualTo(IndexSums.of(encoding));
  }

  @ParameterizedTest
  @EnumSource
  void piecesMakeNoDifference(Encoding encoding) {
    Random random = new Random(encoding.ordinal());
    byte[] bytes = new byte[4000];
    random.nextBytes(bytes);
    for (int i = 0; i < bytes.length; i += 1 + random.nextInt(9)) {
      bytes[i] = (byte) "\u001B(BJI$@BA 0~\\".charAt(random.nextInt(13));
    }
    bytes[0] = 'x';
    String whole = encoding.decode(bytes);
    StreamDecoder decoder = encoding.decoder();
    StringBuilder pieces = new StringBuilder();
    int at = 0;
    while (at < bytes.length) {
      int to = Math.min(bytes.length, at + 1 + random.nextInt(5));
      char[] out = new char[StreamDecoder.room(to - at)];
      pieces.append(out, 0, decoder.decode(bytes, at, to, out, 0));
      at = to;
    }
    char[] out = new char[StreamDecoder.room(0)];
    pieces.append(out, 0, decoder.finish(out, 0));
    assertThat(pieces.toString()).isEqualTo(whole);
  }
}
