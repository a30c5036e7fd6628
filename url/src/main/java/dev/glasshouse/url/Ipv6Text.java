package dev.glasshouse.url;

/**
 * IPv6 addresses as text.
 *
 * <p>Source: <a href="https://url.spec.whatwg.org/#concept-ipv6-parser">URL standard, 3.5</a> and
 * <a href="https://url.spec.whatwg.org/#concept-ipv6-serializer">3.6</a> (as RFC 5952, but that
 * IPv4-mapped addresses stay hexadecimal).
 */
final class Ipv6Text {
  private final String input;
  private final int end;
  private final int[] pieces = new int[8];
  private int pointer;
  private int pieceIndex;
  private int compress = -1;

  private Ipv6Text(String input, int start, int end) {
    this.input = input;
    this.pointer = start;
    this.end = end;
  }

  /** The address written from {@code start} to {@code end}, without its brackets. */
  static Host.Ipv6 parse(String input, int start, int end) throws ParseFailure {
    return new Ipv6Text(input, start, end).parse();
  }

  private int at(int index) {
    return index < end ? input.charAt(index) : -1;
  }

  private ParseFailure failure(ValidationError error) {
    return new ParseFailure(error, pointer);
  }

  private Host.Ipv6 parse() throws ParseFailure {
    // Step 5.
    if (at(pointer) == ':') {
      if (at(pointer + 1) != ':') {
        throw failure(ValidationError.IPV6_INVALID_COMPRESSION);
      }
      pointer += 2;
      compress = ++pieceIndex;
    }
    // Step 6.
    while (pointer < end) {
      if (pieceIndex == 8) {
        throw failure(ValidationError.IPV6_TOO_MANY_PIECES);
      }
      if (at(pointer) == ':') {
        if (compress >= 0) {
          throw failure(ValidationError.IPV6_MULTIPLE_COMPRESSION);
        }
        pointer++;
        compress = ++pieceIndex;
      } else if (readPiece()) {
        break;
      }
    }
    return finish();
  }

  /** Steps 6.3 to 6.8: one piece; true where an IPv4 address ended the text instead. */
  private boolean readPiece() throws ParseFailure {
    int value = 0;
    int length = 0;
    while (length < 4 && Ascii.isHexDigit(at(pointer))) {
      value = value << 4 | Ascii.hexValue(at(pointer));
      pointer++;
      length++;
    }
    if (at(pointer) == '.') {
      readIpv4(length);
      return true;
    }
    if (at(pointer) == ':') {
      pointer++;
      if (pointer >= end) {
        throw failure(ValidationError.IPV6_INVALID_CODE_POINT);
      }
    } else if (pointer < end) {
      throw failure(ValidationError.IPV6_INVALID_CODE_POINT);
    }
    pieces[pieceIndex++] = value;
    return false;
  }

  /** Step 6.5: the last two pieces as an IPv4 address; {@code length} digits were already read. */
  private void readIpv4(int length) throws ParseFailure {
    if (length == 0) {
      throw failure(ValidationError.IPV4_IN_IPV6_INVALID_CODE_POINT);
    }
    pointer -= length;
    if (pieceIndex > 6) {
      throw failure(ValidationError.IPV4_IN_IPV6_TOO_MANY_PIECES);
    }
    int seen = 0;
    while (pointer < end) {
      if (seen > 0) {
        if (at(pointer) != '.' || seen >= 4) {
          throw failure(ValidationError.IPV4_IN_IPV6_INVALID_CODE_POINT);
        }
        pointer++;
      }
      pieces[pieceIndex] = pieces[pieceIndex] * 0x100 + readByte();
      seen++;
      if (seen == 2 || seen == 4) {
        pieceIndex++;
      }
    }
    if (seen != 4) {
      throw failure(ValidationError.IPV4_IN_IPV6_TOO_FEW_PARTS);
    }
  }

  private int readByte() throws ParseFailure {
    if (!Ascii.isDigit(at(pointer))) {
      throw failure(ValidationError.IPV4_IN_IPV6_INVALID_CODE_POINT);
    }
    int value = -1;
    while (Ascii.isDigit(at(pointer))) {
      int digit = at(pointer) - '0';
      if (value == 0) {
        throw failure(ValidationError.IPV4_IN_IPV6_INVALID_CODE_POINT);
      }
      value = value < 0 ? digit : value * 10 + digit;
      if (value > 255) {
        throw failure(ValidationError.IPV4_IN_IPV6_OUT_OF_RANGE_PART);
      }
      pointer++;
    }
    return value;
  }

  /** Steps 7 to 9: what follows the compression moves to the end. */
  private Host.Ipv6 finish() throws ParseFailure {
    if (compress >= 0) {
      int moved = pieceIndex - compress;
      for (int i = 1; i <= moved; i++) {
        int from = compress + moved - i;
        int to = 8 - i;
        int value = pieces[from];
        pieces[from] = pieces[to];
        pieces[to] = value;
      }
    } else if (pieceIndex != 8) {
      throw failure(ValidationError.IPV6_TOO_FEW_PIECES);
    }
    long high = 0;
    long low = 0;
    for (int i = 0; i < 4; i++) {
      high = high << 16 | pieces[i];
      low = low << 16 | pieces[i + 4];
    }
    return new Host.Ipv6(high, low);
  }

  /** The text of an address, without brackets. */
  static String write(Host.Ipv6 address) {
    int compressAt = -1;
    int compressLength = 1;
    for (int i = 0; i < 8; i++) {
      int run = 0;
      while (i + run < 8 && address.piece(i + run) == 0) {
        run++;
      }
      if (run > compressLength) {
        compressAt = i;
        compressLength = run;
      }
      i += run;
    }
    StringBuilder out = new StringBuilder(40);
    for (int i = 0; i < 8; i++) {
      if (i == compressAt) {
        out.append(i == 0 ? "::" : ":");
        i += compressLength - 1;
        continue;
      }
      out.append(Integer.toHexString(address.piece(i)));
      if (i < 7) {
        out.append(':');
      }
    }
    return out.toString();
  }
}
