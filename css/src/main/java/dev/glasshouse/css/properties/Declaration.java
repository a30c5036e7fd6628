package dev.glasshouse.css.properties;

/**
 * One declaration of a longhand or custom property, as the cascade sorts it.
 *
 * @param name the property's name; custom ones begin with {@code --}
 * @param target what it sets; for a custom property {@link Property#COLOR}, not looked at
 * @param line line in its sheet, from 1; 0 where there is none
 */
public record Declaration(
    String name, Target target, Specified value, boolean important, int line) {

  /** Whether this sets a custom property. */
  public boolean custom() {
    return name.startsWith("--");
  }
}
