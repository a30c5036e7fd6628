package dev.glasshouse.layout.text;

/**
 * Characters of one script that no font on this machine has: they are drawn as boxes.
 *
 * @param script name of the script in Unicode, {@code Hangul}
 * @param count how many characters were asked for in vain
 * @param example the first of them
 */
public record MissingGlyphs(String script, int count, String example) {}
