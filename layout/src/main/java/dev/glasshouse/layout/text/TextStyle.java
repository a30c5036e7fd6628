package dev.glasshouse.layout.text;

import java.util.List;

/**
 * What shaping needs to know of an element's style (CSS Fonts 4, CSS Text 3). Numbers are px unless
 * said otherwise.
 *
 * @param families names and generic keywords ({@code serif}, {@code sans-serif}, ...), in order of
 *     preference; empty means serif
 * @param size em size
 * @param weight 1 to 1000, 400 is regular
 * @param slant upright, italic or oblique
 * @param stretch width in percent of normal
 * @param letterSpacing added after every character; may be negative; 0 is normal
 * @param wordSpacing added after every word separator
 * @param language BCP 47 tag of the text, empty where unknown
 * @param kerning whether pairs of letters are kerned
 * @param ligatures whether common ligatures are formed; letter spacing turns them off too
 */
public record TextStyle(
    List<String> families,
    float size,
    int weight,
    Slant slant,
    float stretch,
    float letterSpacing,
    float wordSpacing,
    String language,
    boolean kerning,
    boolean ligatures) {

  /** A style that cannot be changed afterwards. */
  public TextStyle {
    families = List.copyOf(families);
  }

  /** Regular, upright text of these families at this size. */
  public static TextStyle of(float size, String... families) {
    return new TextStyle(List.of(families), size, 400, Slant.NORMAL, 100, 0, 0, "", true, true);
  }

  /** The same with another weight. */
  public TextStyle withWeight(int to) {
    return new TextStyle(
        families,
        size,
        to,
        slant,
        stretch,
        letterSpacing,
        wordSpacing,
        language,
        kerning,
        ligatures);
  }

  /** The same with another slant. */
  public TextStyle withSlant(Slant to) {
    return new TextStyle(
        families,
        size,
        weight,
        to,
        stretch,
        letterSpacing,
        wordSpacing,
        language,
        kerning,
        ligatures);
  }

  /** The same with other spacing, px. */
  public TextStyle withSpacing(float letter, float word) {
    return new TextStyle(
        families, size, weight, slant, stretch, letter, word, language, kerning, ligatures);
  }

  /** The same in another language, as a BCP 47 tag. */
  public TextStyle withLanguage(String to) {
    return new TextStyle(
        families, size, weight, slant, stretch, letterSpacing, wordSpacing, to, kerning, ligatures);
  }
}
