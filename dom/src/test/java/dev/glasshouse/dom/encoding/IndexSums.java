package dev.glasshouse.dom.encoding;

/** Checksums of what the decoders make of all pairs of bytes. */
final class IndexSums {
  private IndexSums() {}

  static String of(Encoding encoding) {
    return switch (encoding) {
      case UTF_8 -> "29f00598";
      case IBM866 -> "32edd9f3";
      case ISO_8859_2 -> "d0512b40";
      case ISO_8859_3 -> "beeaad2";
      case ISO_8859_4 -> "f2fc59e9";
      case ISO_8859_5 -> "bf3f8cba";
      case ISO_8859_6 -> "987c8e";
      case ISO_8859_7 -> "f9148ac6";
      case ISO_8859_8 -> "174ee337";
      case ISO_8859_8_I -> "174ee337";
      case ISO_8859_10 -> "90fe3938";
      case ISO_8859_13 -> "dbd6aca4";
      case ISO_8859_14 -> "1aca1dd2";
      case ISO_8859_15 -> "601995a6";
      case ISO_8859_16 -> "85050855";
      case KOI8_R -> "fb7652a2";
      case KOI8_U -> "3e70751b";
      case MACINTOSH -> "cae37aca";
      case WINDOWS_874 -> "687ce1a3";
      case WINDOWS_1250 -> "fca7953b";
      case WINDOWS_1251 -> "1ccc805d";
      case WINDOWS_1252 -> "8006dcec";
      case WINDOWS_1253 -> "a377d5ea";
      case WINDOWS_1254 -> "34cddb1";
      case WINDOWS_1255 -> "f340c137";
      case WINDOWS_1256 -> "7ea12423";
      case WINDOWS_1257 -> "1205f039";
      case WINDOWS_1258 -> "dc9b8690";
      case X_MAC_CYRILLIC -> "647662b9";
      case GBK -> "a440f914";
      case GB18030 -> "a440f914";
      case BIG5 -> "3a684bcf";
      case EUC_JP -> "9673a5ec";
      case ISO_2022_JP -> "3b7b0501";
      case SHIFT_JIS -> "2a6d81b3";
      case EUC_KR -> "4694ebc6";
      case REPLACEMENT -> "47cc33dd";
      case UTF_16BE -> "a447f233";
      case UTF_16LE -> "d1bb1a97";
      case X_USER_DEFINED -> "4a7ea7a1";
    };
  }
}
