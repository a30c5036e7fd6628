package dev.glasshouse.url;

/**
 * What can be wrong with a URL's text, by the standard's own names.
 *
 * <p>Some end the parse ({@link #isFailure}); the others are tolerated, and the URL remembers them.
 * Source: <a href="https://url.spec.whatwg.org/#writing">URL standard, section 1.1</a>.
 */
public enum ValidationError {
  DOMAIN_TO_ASCII("domain-to-ASCII", true, "the host name is not a valid international name"),
  DOMAIN_INVALID_CODE_POINT(
      "domain-invalid-code-point", true, "the host name has a character that no name may have"),
  DOMAIN_TO_UNICODE("domain-to-Unicode", false, "the host name cannot be shown in Unicode"),
  HOST_INVALID_CODE_POINT(
      "host-invalid-code-point", true, "the host has a character that no host may have"),
  IPV4_EMPTY_PART("IPv4-empty-part", false, "the IPv4 address ends with a dot"),
  IPV4_TOO_MANY_PARTS("IPv4-too-many-parts", true, "an IPv4 address has at most four parts"),
  IPV4_NON_NUMERIC_PART(
      "IPv4-non-numeric-part", true, "a part of the IPv4 address is not a number"),
  IPV4_NON_DECIMAL_PART(
      "IPv4-non-decimal-part", false, "a part of the IPv4 address is octal or hexadecimal"),
  IPV4_OUT_OF_RANGE_PART("IPv4-out-of-range-part", true, "a part of the IPv4 address is too large"),
  IPV6_UNCLOSED("IPv6-unclosed", true, "the IPv6 address has no closing bracket"),
  IPV6_INVALID_COMPRESSION(
      "IPv6-invalid-compression", true, "the IPv6 address begins with a single colon"),
  IPV6_TOO_MANY_PIECES("IPv6-too-many-pieces", true, "the IPv6 address has more than eight pieces"),
  IPV6_MULTIPLE_COMPRESSION(
      "IPv6-multiple-compression", true, "the IPv6 address has \"::\" more than once"),
  IPV6_INVALID_CODE_POINT(
      "IPv6-invalid-code-point",
      true,
      "the IPv6 address has a character that is no hexadecimal digit, or ends too early"),
  IPV6_TOO_FEW_PIECES("IPv6-too-few-pieces", true, "the IPv6 address has too few pieces"),
  IPV4_IN_IPV6_TOO_MANY_PIECES(
      "IPv4-in-IPv6-too-many-pieces",
      true,
      "the IPv4 address inside the IPv6 address has no room there"),
  IPV4_IN_IPV6_INVALID_CODE_POINT(
      "IPv4-in-IPv6-invalid-code-point",
      true,
      "the IPv4 address inside the IPv6 address is badly written"),
  IPV4_IN_IPV6_OUT_OF_RANGE_PART(
      "IPv4-in-IPv6-out-of-range-part",
      true,
      "a part of the IPv4 address inside the IPv6 address is above 255"),
  IPV4_IN_IPV6_TOO_FEW_PARTS(
      "IPv4-in-IPv6-too-few-parts",
      true,
      "the IPv4 address inside the IPv6 address has too few parts"),
  INVALID_URL_UNIT(
      "invalid-URL-unit", false, "a character that must be percent-encoded in a URL is not"),
  SPECIAL_SCHEME_MISSING_FOLLOWING_SOLIDUS(
      "special-scheme-missing-following-solidus", false, "the scheme is not followed by \"//\""),
  MISSING_SCHEME_NON_RELATIVE_URL(
      "missing-scheme-non-relative-URL",
      true,
      "there is no scheme, and no base URL that the text could be relative to"),
  INVALID_REVERSE_SOLIDUS("invalid-reverse-solidus", false, "a backslash stands for a slash"),
  INVALID_CREDENTIALS("invalid-credentials", false, "the URL has a user name or password"),
  HOST_MISSING("host-missing", true, "there is no host"),
  PORT_OUT_OF_RANGE("port-out-of-range", true, "the port is above 65535"),
  PORT_INVALID("port-invalid", true, "the port is not a number"),
  FILE_INVALID_WINDOWS_DRIVE_LETTER(
      "file-invalid-Windows-drive-letter",
      false,
      "a drive letter is relative to a file: URL that has a host or path"),
  FILE_INVALID_WINDOWS_DRIVE_LETTER_HOST(
      "file-invalid-Windows-drive-letter-host", false, "a drive letter stands where the host goes"),
  /** Not the standard's: the URL is longer than {@link Limits} allows. */
  TOO_LONG("too-long", true, "the URL is too long");

  private final String standardName;
  private final boolean failure;
  private final String message;

  ValidationError(String standardName, boolean failure, String message) {
    this.standardName = standardName;
    this.failure = failure;
    this.message = message;
  }

  /** The name in the standard, {@code host-missing} for example. */
  public String standardName() {
    return standardName;
  }

  /** Whether this error ends the parse: the text is no URL. */
  public boolean isFailure() {
    return failure;
  }

  /** What is wrong, as a clause of an English sentence. */
  public String message() {
    return message;
  }

  /**
   * A validation error and where it was met.
   *
   * @param error what is wrong
   * @param position the index in the text that was parsed, in UTF-16 code units; -1 where no single
   *     place is to blame
   */
  public record At(ValidationError error, int position) {
    @Override
    public String toString() {
      return position < 0
          ? error.standardName()
          : error.standardName() + " at character " + (position + 1);
    }
  }

  @Override
  public String toString() {
    return standardName;
  }
}
