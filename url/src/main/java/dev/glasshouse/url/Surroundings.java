package dev.glasshouse.url;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * What an {@link AddressBar} needs to know of the place where it stands.
 *
 * @param defaultScheme what is meant where no scheme is typed
 * @param directory the absolute path of the folder that relative file names are seen from, in this
 *     machine's spelling ({@code /home/me}, {@code C:\me})
 * @param isFile whether there is a file of an absolute path; a folder is none, so that one called
 *     {@code example.com} hides no host
 */
public record Surroundings(
    Scheme defaultScheme, Optional<String> directory, Predicate<String> isFile) {
  /** http is assumed, and no folder or file is known. */
  public static final Surroundings UNKNOWN =
      new Surroundings(Scheme.HTTP, Optional.empty(), path -> false);
}
