package dev.glasshouse.dom.encoding;

/** Checksums of what the decoders make of all bytes and all pairs of bytes. */
final class IndexSums {
  private IndexSums() {}

  static String of(Encoding encoding) {
    return switch (encoding) {
      case UTF_8 -> "75a46761";
      case IBM866 -> "ed8196c0";
      case ISO_8859_2 -> "2e8a470e";
      case ISO_8859_3 -> "f232f48b";
      case ISO_8859_4 -> "aaa40169";
      case ISO_8859_5 -> "8e91e37";
      case ISO_8859_6 -> "dfd75502";
      case ISO_8859_7 -> "4901f690";
      case ISO_8859_8 -> "34fd8490";
      case ISO_8859_8_I -> "34fd8490";
      case ISO_8859_10 -> "331147b6";
      case ISO_8859_13 -> "157e34dc";
      case ISO_8859_14 -> "ee1ef3c0";
      case ISO_8859_15 -> "a769a37b";
      case ISO_8859_16 -> "8ea0abf6";
      case KOI8_R -> "dba51bc";
      case KOI8_U -> "a2f52c6";
      case MACINTOSH -> "497a63c2";
      case WINDOWS_874 -> "5966f3ff";
      case WINDOWS_1250 -> "590bcb7d";
      case WINDOWS_1251 -> "6e76d756";
      case WINDOWS_1252 -> "1049937f";
      case WINDOWS_1253 -> "49d03a78";
      case WINDOWS_1254 -> "dc25fdbe";
      case WINDOWS_1255 -> "3ab534c";
      case WINDOWS_1256 -> "82f92657";
      case WINDOWS_1257 -> "209ba6a4";
      case WINDOWS_1258 -> "6c1c8c56";
      case X_MAC_CYRILLIC -> "86b16d4";
      case GBK -> "1f83f62f";
      case GB18030 -> "1f83f62f";
      case BIG5 -> "d6ba62c";
      case EUC_JP -> "3d9ac96e";
      case ISO_2022_JP -> "5bb12aaa";
      case SHIFT_JIS -> "6d92a174";
      case EUC_KR -> "bd663b44";
      case REPLACEMENT -> "55b32969";
      case UTF_16BE -> "db28fecb";
      case UTF_16LE -> "658837cf";
      case X_USER_DEFINED -> "4b275d32";
    };
  }
}
