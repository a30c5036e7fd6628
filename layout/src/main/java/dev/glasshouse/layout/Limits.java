package dev.glasshouse.layout;

/**
 * The limits of layout.
 *
 * @param depth how deep elements may be nested in the box tree; the text of what is deeper goes
 *     into the deepest box. Layout takes 1 to 3 KiB of stack for a level, tables the most: a thread
 *     that lays out needs a stack of 2 MiB
 */
public record Limits(int depth) {
  /** 512 levels, as deep as the HTML parser nests elements. */
  public static final Limits DEFAULT = new Limits(512);
}
