package dev.glasshouse.url;

/**
 * The limits of this module.
 *
 * @param urlLength the longest URL that is parsed, in UTF-16 code units, before and after parsing.
 *     Default 2 MiB, as Chromium has it: no page needs more, and a redirect must not fill the heap
 * @param dataUrlLength the same for {@code data:} URLs, which carry whole pictures. Default 32 Mi,
 *     as Firefox has it
 * @param idnaLength the longest host that is given to IDNA processing, in code units. Default
 *     4,096: punycode takes time that grows with the square of a label's length, and DNS ends at
 *     253
 * @param validationErrors how many validation errors a URL remembers. Default 32: enough to say
 *     what is wrong with it, and a URL of two million spaces costs no more
 */
public record Limits(int urlLength, int dataUrlLength, int idnaLength, int validationErrors) {
  /** The defaults, with their reasons above. */
  public static final Limits DEFAULT = new Limits(2 << 20, 32 << 20, 4096, 32);
}
