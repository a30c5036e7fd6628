package dev.glasshouse.url;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.UrlReason;
import java.util.Set;

/**
 * Makes a URL of what a person types.
 *
 * <p>No standard says how; it is done as browsers do it, in this order: a file's path, a URL with
 * its scheme, a host with all that may follow one. There is no search engine behind it: words are
 * refused with a message. It looks at no disk itself; {@link Surroundings} says what is there.
 */
public final class AddressBar {
  /** Schemes that browsers hand to other programs: a text that begins with one is a URL. */
  private static final Set<String> OF_OTHER_PROGRAMS =
      Set.of(
          "chrome",
          "geo",
          "im",
          "irc",
          "ircs",
          "magnet",
          "matrix",
          "news",
          "nntp",
          "sip",
          "sips",
          "sms",
          "ssh",
          "tel",
          "urn",
          "view-source",
          "webcal",
          "xmpp");

  private final Surroundings surroundings;

  private AddressBar(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** An address bar that assumes a scheme, in a folder, on a machine with some files. */
  public static AddressBar in(Surroundings surroundings) {
    return new AddressBar(surroundings);
  }

  /** What the text means where http is assumed and no folder and no file is known. */
  public static Typed read(String text) {
    return in(Surroundings.UNKNOWN).understand(text);
  }

  /** What the text means. */
  public Typed understand(String text) {
    try {
      return place(text, text.strip());
    } catch (UrlException e) {
      return new Typed.NotAUrl(text, e.error().message());
    }
  }

  private Typed place(String typed, String text) {
    if (text.isEmpty()) {
      return new Typed.NotAUrl(typed, "nothing was typed");
    }
    if (text.length() > Limits.DEFAULT.urlLength()) {
      return located(typed, Url.parse(text), Because.of(UrlReason.AS_TYPED));
    }
    TypedFile file = new TypedFile(surroundings, typed, text);
    if (file.looksLikePath()) {
      return file.understand();
    }
    if (file.isThere()) {
      return file.inDirectory();
    }
    int colon = UrlParser.schemeEnd(text);
    return colon < 0 ? hostFirst(typed, text) : schemeFirst(typed, text, colon);
  }

  /** Text that begins as if with a scheme: it may be a host and port, or a user name. */
  private Typed schemeFirst(String typed, String text, int colon) {
    String scheme = Ascii.toLower(text.substring(0, colon));
    if (scheme.equals("javascript")) {
      return new Typed.NotAUrl(typed, "a javascript: URL is a script to run, not a place to go to");
    }
    boolean known = Scheme.named(scheme).isPresent() || OF_OTHER_PROGRAMS.contains(scheme);
    if (known || text.startsWith("//", colon + 1)) {
      return located(typed, Url.parse(text), Because.of(UrlReason.AS_TYPED));
    }
    int end = authorityEnd(text, 0);
    String after = text.substring(colon + 1, end);
    if (!after.isEmpty() && after.chars().allMatch(Ascii::isDigit)) {
      return assumed(typed, text, UrlReason.HOST_AND_PORT, after);
    }
    int at = after.lastIndexOf('@');
    if (at >= 0 && at + 1 < after.length() && !hasWhitespace(after)) {
      return assumed(typed, text, UrlReason.USER_AND_PASSWORD);
    }
    if (isIpv6(text.substring(0, end))) {
      return hostFirst(typed, text);
    }
    if (hasWhitespace(text)) {
      return words(typed);
    }
    if (scheme.contains(".") || scheme.equals("localhost")) {
      return new Typed.NotAUrl(
          typed, "the port after \"" + text.substring(0, colon + 1) + "\" is not a number");
    }
    return located(typed, Url.parse(text), Because.of(UrlReason.AS_TYPED));
  }

  /** Text without a scheme: what stands before the first slash must be a host. */
  private Typed hostFirst(String typed, String text) {
    int start = text.startsWith("//") ? 2 : 0;
    int end = authorityEnd(text, start);
    String authority = text.substring(start, end);
    if (authority.isEmpty()) {
      return new Typed.NotAUrl(typed, "there is no host in it");
    }
    if (hasWhitespace(authority)) {
      return words(typed);
    }
    if (isIpv6(authority)) {
      return assumed(
          typed,
          text.substring(0, start) + "[" + authority + "]" + text.substring(end),
          UrlReason.ADDRESS_WITHOUT_BRACKETS);
    }
    if (authority.equals("~")) {
      return new Typed.NotAUrl(typed, "~ means a home folder to shells alone; type its whole path");
    }
    if (isMailAddress(authority) && end == text.length()) {
      return new Typed.NotAUrl(
          typed, "it looks like a mail address; type mailto:" + authority + " to mean one");
    }
    if (end == text.length() && authority.chars().allMatch(Ascii::isDigit)) {
      return new Typed.NotAUrl(
          typed, "it is a number alone; type it with a slash after it to mean an IPv4 address");
    }
    return assumed(typed, text, UrlReason.SCHEME_ASSUMED);
  }

  private Typed assumed(String typed, String text, UrlReason reason, Object... more) {
    String scheme = surroundings.defaultScheme().text();
    String rest = text.startsWith("//") ? text : "//" + text;
    Object[] arguments = new Object[more.length + 1];
    arguments[0] = scheme;
    System.arraycopy(more, 0, arguments, 1, more.length);
    Url url;
    try {
      url = Url.parse(scheme + ":" + rest);
    } catch (UrlException e) {
      return new Typed.NotAUrl(typed, e.error().message());
    }
    return located(typed, url, Because.of(reason, arguments));
  }

  private static Typed located(String typed, Url url, Because because) {
    return new Typed.Location(typed, url, because);
  }

  private static Typed words(String typed) {
    return new Typed.NotAUrl(
        typed, "a host has no spaces in it, and there is no search engine here to ask");
  }

  /** The index of the first character after a host, its credentials and its port. */
  private static int authorityEnd(String text, int start) {
    int i = start;
    while (i < text.length() && "/\\?#".indexOf(text.charAt(i)) < 0) {
      i++;
    }
    return i;
  }

  private static boolean hasWhitespace(String text) {
    return text.chars().anyMatch(Character::isWhitespace);
  }

  /** Whether it is an IPv6 address without brackets: two colons at least, and nothing else. */
  private static boolean isIpv6(String text) {
    if (text.indexOf(':') == text.lastIndexOf(':')) {
      return false;
    }
    try {
      Ipv6Text.parse(text, 0, text.length());
      return true;
    } catch (ParseFailure e) {
      return false;
    }
  }

  /** Whether it is a name, an @ and a host: no colon, so there is no password. */
  private static boolean isMailAddress(String text) {
    int at = text.indexOf('@');
    return at > 0 && at == text.lastIndexOf('@') && at + 1 < text.length() && text.indexOf(':') < 0;
  }
}
