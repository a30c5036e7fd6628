package dev.glasshouse.layout.text;

/**
 * One face of a family: what the files and the {@code @font-face} rules say of it.
 *
 * @param id number that is unique in its {@link FontLibrary}
 * @param family the family's name
 * @param weight 1 to 1000, 400 is regular
 * @param slant upright, italic or oblique
 * @param stretch width in percent of normal
 * @param origin where it came from
 */
public record FontFace(
    int id, String family, int weight, Slant slant, float stretch, Origin origin) {

  /** Where a face came from. */
  public enum Origin {
    /** With the program: the same on every machine. */
    BUNDLED,
    /** From this machine. */
    SYSTEM,
    /** From the page, by {@code @font-face}. */
    WEB
  }
}
