package dev.glasshouse.dom.encoding;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An encoding of the web: its name, its labels, its decoder.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#names-and-labels">Encoding Standard 4.2</a>
 */
public enum Encoding {
  /** {@code UTF-8}. */
  UTF_8("UTF-8", "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8"),
  /** {@code IBM866}. */
  IBM866("IBM866", "866 cp866 csibm866 ibm866"),
  /** {@code ISO-8859-2}. */
  ISO_8859_2(
      "ISO-8859-2",
      "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987"
          + " l2 latin2"),
  /** {@code ISO-8859-3}. */
  ISO_8859_3(
      "ISO-8859-3",
      "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988"
          + " l3 latin3"),
  /** {@code ISO-8859-4}. */
  ISO_8859_4(
      "ISO-8859-4",
      "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988"
          + " l4 latin4"),
  /** {@code ISO-8859-5}. */
  ISO_8859_5(
      "ISO-8859-5",
      "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5"
          + " iso_8859-5:1988"),
  /** {@code ISO-8859-6}. */
  ISO_8859_6(
      "ISO-8859-6",
      "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6"
          + " iso-8859-6-e iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6"
          + " iso_8859-6:1987"),
  /** {@code ISO-8859-7}. */
  ISO_8859_7(
      "ISO-8859-7",
      "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7"
          + " iso88597 iso_8859-7 iso_8859-7:1987 sun_eu_greek"),
  /** {@code ISO-8859-8}. */
  ISO_8859_8(
      "ISO-8859-8",
      "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8"
          + " iso88598 iso_8859-8 iso_8859-8:1988 visual"),
  /** {@code ISO-8859-8-I}. */
  ISO_8859_8_I("ISO-8859-8-I", "csiso88598i iso-8859-8-i logical"),
  /** {@code ISO-8859-10}. */
  ISO_8859_10("ISO-8859-10", "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6"),
  /** {@code ISO-8859-13}. */
  ISO_8859_13("ISO-8859-13", "iso-8859-13 iso8859-13 iso885913"),
  /** {@code ISO-8859-14}. */
  ISO_8859_14("ISO-8859-14", "iso-8859-14 iso8859-14 iso885914"),
  /** {@code ISO-8859-15}. */
  ISO_8859_15("ISO-8859-15", "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9"),
  /** {@code ISO-8859-16}. */
  ISO_8859_16("ISO-8859-16", "iso-8859-16"),
  /** {@code KOI8-R}. */
  KOI8_R("KOI8-R", "cskoi8r koi koi8 koi8-r koi8_r"),
  /** {@code KOI8-U}. */
  KOI8_U("KOI8-U", "koi8-ru koi8-u"),
  /** {@code macintosh}. */
  MACINTOSH("macintosh", "csmacintosh mac macintosh x-mac-roman"),
  /** {@code windows-874}. */
  WINDOWS_874("windows-874", "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874"),
  /** {@code windows-1250}. */
  WINDOWS_1250("windows-1250", "cp1250 windows-1250 x-cp1250"),
  /** {@code windows-1251}. */
  WINDOWS_1251("windows-1251", "cp1251 windows-1251 x-cp1251"),
  /** {@code windows-1252}. */
  WINDOWS_1252(
      "windows-1252",
      "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100"
          + " iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252"
          + " x-cp1252"),
  /** {@code windows-1253}. */
  WINDOWS_1253("windows-1253", "cp1253 windows-1253 x-cp1253"),
  /** {@code windows-1254}. */
  WINDOWS_1254(
      "windows-1254",
      "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9"
          + " iso_8859-9:1989 l5 latin5 windows-1254 x-cp1254"),
  /** {@code windows-1255}. */
  WINDOWS_1255("windows-1255", "cp1255 windows-1255 x-cp1255"),
  /** {@code windows-1256}. */
  WINDOWS_1256("windows-1256", "cp1256 windows-1256 x-cp1256"),
  /** {@code windows-1257}. */
  WINDOWS_1257("windows-1257", "cp1257 windows-1257 x-cp1257"),
  /** {@code windows-1258}. */
  WINDOWS_1258("windows-1258", "cp1258 windows-1258 x-cp1258"),
  /** {@code x-mac-cyrillic}. */
  X_MAC_CYRILLIC("x-mac-cyrillic", "x-mac-cyrillic x-mac-ukrainian"),
  /** {@code GBK}. */
  GBK("GBK", "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk"),
  /** {@code gb18030}. */
  GB18030("gb18030", "gb18030"),
  /** {@code Big5}. */
  BIG5("Big5", "big5 big5-hkscs cn-big5 csbig5 x-x-big5"),
  /** {@code EUC-JP}. */
  EUC_JP("EUC-JP", "cseucpkdfmtjapanese euc-jp x-euc-jp"),
  /** {@code ISO-2022-JP}. */
  ISO_2022_JP("ISO-2022-JP", "csiso2022jp iso-2022-jp"),
  /** {@code Shift_JIS}. */
  SHIFT_JIS("Shift_JIS", "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis"),
  /** {@code EUC-KR}. */
  EUC_KR(
      "EUC-KR",
      "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989"
          + " ksc5601 ksc_5601 windows-949"),
  /** {@code replacement}. */
  REPLACEMENT(
      "replacement", "csiso2022kr hz-gb-2312 iso-2022-cn iso-2022-cn-ext iso-2022-kr replacement"),
  /** {@code UTF-16BE}. */
  UTF_16BE("UTF-16BE", "unicodefffe utf-16be"),
  /** {@code UTF-16LE}. */
  UTF_16LE("UTF-16LE", "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le"),
  /** {@code x-user-defined}. */
  X_USER_DEFINED("x-user-defined", "x-user-defined");

  private static final Map<String, Encoding> BY_LABEL = byLabel();

  private final String standardName;
  private final String labels;

  Encoding(String standardName, String labels) {
    this.standardName = standardName;
    this.labels = labels;
  }

  /**
   * The encoding of this label, in any case and with white space around it; empty for unknown ones.
   */
  public static Optional<Encoding> forLabel(String label) {
    int from = 0;
    int to = label.length();
    while (from < to && isSpace(label.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(label.charAt(to - 1))) {
      to--;
    }
    return Optional.ofNullable(BY_LABEL.get(label.substring(from, to).toLowerCase(Locale.ROOT)));
  }

  /** The encoding whose byte order mark these bytes begin with (Encoding 6, "BOM sniff"). */
  public static Optional<Encoding> ofByteOrderMark(byte[] bytes, int length) {
    if (length >= 3
        && bytes[0] == (byte) 0xEF
        && bytes[1] == (byte) 0xBB
        && bytes[2] == (byte) 0xBF) {
      return Optional.of(UTF_8);
    }
    if (length >= 2 && bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF) {
      return Optional.of(UTF_16BE);
    }
    if (length >= 2 && bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE) {
      return Optional.of(UTF_16LE);
    }
    return Optional.empty();
  }

  /** The name that the standard gives it: {@code UTF-8}, {@code windows-1252}. */
  public String standardName() {
    return standardName;
  }

  /** Whether bytes below 0x80 always mean ASCII. */
  public boolean isAsciiCompatible() {
    return switch (this) {
      case UTF_16BE, UTF_16LE, ISO_2022_JP, REPLACEMENT -> false;
      default -> true;
    };
  }

  /** A decoder at the beginning of a stream; a byte order mark is decoded like any character. */
  public StreamDecoder decoder() {
    return switch (this) {
      case UTF_8 -> new Utf8Decoder();
      case UTF_16BE -> new Utf16Decoder(true);
      case UTF_16LE -> new Utf16Decoder(false);
      case GBK, GB18030 -> new Gb18030Decoder();
      case BIG5 -> new Big5Decoder();
      case EUC_JP -> new EucJpDecoder();
      case ISO_2022_JP -> new Iso2022JpDecoder();
      case SHIFT_JIS -> new ShiftJisDecoder();
      case EUC_KR -> new EucKrDecoder();
      case REPLACEMENT -> new ReplacementDecoder();
      default -> new SingleByteDecoder(SingleByteTable.of(this));
    };
  }

  /**
   * All bytes as text, a byte order mark deciding the encoding and left out (Encoding 6, "decode"):
   * what a style sheet or a text file is read with, this being the fallback encoding.
   */
  public String decode(byte[] bytes) {
    Encoding chosen = ofByteOrderMark(bytes, bytes.length).orElse(this);
    StreamDecoder decoder = chosen.decoder();
    char[] out = new char[StreamDecoder.room(bytes.length)];
    int length = decoder.decode(bytes, 0, bytes.length, out, 0);
    length = decoder.finish(out, length);
    boolean mark = chosen != REPLACEMENT && length > 0 && out[0] == '\uFEFF' && marks(bytes);
    return mark ? new String(out, 1, length - 1) : new String(out, 0, length);
  }

  private static boolean marks(byte[] bytes) {
    return ofByteOrderMark(bytes, bytes.length).isPresent();
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
  }

  private static Map<String, Encoding> byLabel() {
    Map<String, Encoding> map = new HashMap<>();
    for (Encoding encoding : values()) {
      for (String label : encoding.labels.split(" ")) {
        map.put(label, encoding);
      }
    }
    return map;
  }
}
