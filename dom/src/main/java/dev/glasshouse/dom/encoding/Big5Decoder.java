package dev.glasshouse.dom.encoding;

/** Big5 with the Hong Kong set (Encoding 12.1). */
final class Big5Decoder extends DoubleByteDecoder {
  /** Pointer, character, pointer, character, ...: where the web's index differs from the JDK's. */
  private static final String PATCH =
      "\u0822\u7BB8\u0828\u7C06\u0837\u7CCE\u0842\u7DD2\u084B\u7E1D\u0864\u8005"
          + "\u0867\u8028\u08AD\u83C1\u08BF\u84A8\u08C4\u840F\u08FF\u89A6\u0900\u89A9"
          + "\u0932\u8D77\u0960\u90FD\u096D\u92B9\u09AD\u975C\u09C2\u97FF\u0A2D\u9F16"
          + "\u0A71\u8503\u0ABA\u5159\u0ABB\u515B\u0ABC\u515D\u0ABD\u515E\u0AD3\u936E"
          + "\u0ADC\u7479\u0BAE\u6D67\u0C0F\u799B\u0CBB\u9097\u0CE5\u975D\u0D6C\u701E"
          + "\u0D7B\u5B28\u1028\u7201\u102A\u77D7\u102D\u7E87\u1056\u99D6\u106E\u91D4"
          + "\u107C\u60DE\u1086\u6FB6\u1091\u8F36\u10A2\u4FBB\u10B1\u71DF\u10B7\u9104"
          + "\u10BA\u9DF0\u10C6\u83CF\u10E9\u5C10\u10EA\u79E3\u10FD\u5A67\u1143\u8F0B"
          + "\u1146\u7B51\u118E\u62D0\u1210\u6062\u1256\u75F9\u1264\u6C4A\u1286\u9B2E"
          + "\u128C\u9F17\u12CF\u50ED\u12DC\u5F0C\u1326\u880F\u133A\u62CE\u1376\u7468"
          + "\u1380\u7162\u1385\u7250\u13A5\u2027\u13AE\uFE51\u13BA\u2574\u1400\u00AF"
          + "\u1401\uFFE3\u1403\u02CD\u1421\uFF5E\u1430\u2295\u1431\u2299\u143C\uFF0F"
          + "\u143D\uFF3C\u143E\u2215\u143F\uFE68\u1441\uFFE5\u1443\uFFE0\u1444\uFFE1"
          + "\u1538\u2400\u1539\u2401\u153A\u2402\u153B\u2403\u153C\u2404\u153D\u2405"
          + "\u153E\u2406\u153F\u2407\u1540\u2408\u1541\u2409\u1542\u240A\u1543\u240B"
          + "\u1544\u240C\u1545\u240D\u1546\u240E\u1547\u240F\u1548\u2410\u1549\u2411"
          + "\u154A\u2412\u154B\u2413\u154C\u2414\u154D\u2415\u154E\u2416\u154F\u2417"
          + "\u1550\u2418\u1551\u2419\u1552\u241A\u1553\u241B\u1554\u241C\u1555\u241D"
          + "\u1556\u241E\u1557\u241F\u1558\u2421\u1559\u20AC\u2ABE\u5EF4\u2AC2\u65E0"
          + "\u2AC4\u7676\u2AC6\u96B6\u2ACD\u3003\u2ACE\u4EDD\u4A54\u5029\u4A5B\u507D"
          + "\u4A90\u5305\u4A98\u5344\u4AA8\u537F\u4ADA\u5605\u4B28\u5A77\u4B63\u5E75"
          + "\u4B69\u5ED0\u4B7E\u5F58\u4B9B\u60A4\u4BC6\u6490\u4BEF\u6674\u4BFE\u675E"
          + "\u4C61\u6C9C\u4C62\u6E1D\u4C65\u6E2F\u4C9B\u716E\u4CBB\u732A\u4CD8\u745C"
          + "\u4CF1\u74E9\u4D24\u7809";

  Big5Decoder() {
    super(Index.TABLE);
  }

  /** The index is made when it is first needed. */
  private static final class Index {
    static final int[] TABLE = table();

    private static int[] table() {
      int[] table = JdkIndex.read("Big5-HKSCS", 0x81, 0xFE, Big5Decoder::trail, 157);
      for (int i = 0; i < PATCH.length(); i += 2) {
        table[PATCH.charAt(i)] = PATCH.charAt(i + 1);
      }
      return table;
    }
  }

  private static int trail(int offset) {
    return offset + (offset < 0x3F ? 0x40 : 0x62);
  }

  @Override
  boolean isLead(int b) {
    return b >= 0x81 && b <= 0xFE;
  }

  @Override
  int pointer(int first, int second) {
    if (second >= 0x40 && second <= 0x7E) {
      return (first - 0x81) * 157 + second - 0x40;
    }
    return second >= 0xA1 && second <= 0xFE ? (first - 0x81) * 157 + second - 0x62 : -1;
  }

  /** Four pointers stand for two characters each: a letter and an accent. */
  @Override
  boolean special(int pointer) {
    switch (pointer) {
      case 1133 -> pair('\u00CA', '\u0304');
      case 1135 -> pair('\u00CA', '\u030C');
      case 1164 -> pair('\u00EA', '\u0304');
      case 1166 -> pair('\u00EA', '\u030C');
      default -> {
        return false;
      }
    }
    return true;
  }

  private void pair(char letter, char accent) {
    emit(letter);
    emit(accent);
  }
}
