package dev.glasshouse.journey;

import java.time.Duration;
import java.util.List;

/** Steps of the cookie jar. Names are facts; values are secrets, and stand here shortened. */
public sealed interface CookieStep extends Step {

  /**
   * Cookies went with a request.
   *
   * @param url the URL
   * @param names the cookies' names
   */
  record CookiesSent(String url, List<String> names) implements CookieStep {}

  /**
   * A cookie of the host did not go with a request.
   *
   * @param name its name
   * @param url the URL
   */
  record CookieHeld(String name, String url) implements CookieStep {}

  /**
   * A cookie was kept.
   *
   * @param name its name
   * @param value its value, shortened
   * @param domain its domain
   * @param path its path
   * @param lifetime how long it holds; zero when until the browser closes
   * @param partition the site of the page under which alone it is sent; empty when everywhere
   */
  record CookieKept(
      String name, String value, String domain, String path, Duration lifetime, String partition)
      implements CookieStep {}

  /**
   * A server deleted a cookie.
   *
   * @param name its name
   * @param domain its domain
   * @param path its path
   */
  record CookieDeleted(String name, String domain, String path) implements CookieStep {}

  /**
   * A cookie was refused.
   *
   * @param name its name
   * @param url the URL whose response tried to set it
   */
  record CookieRefused(String name, String url) implements CookieStep {}

  /**
   * A cookie had to go for others.
   *
   * @param name its name
   * @param domain its domain
   * @param path its path
   */
  record CookieEvicted(String name, String domain, String path) implements CookieStep {}

  /**
   * The cookies were read from their file.
   *
   * @param file its path
   * @param cookies how many
   */
  record CookiesLoaded(String file, int cookies) implements CookieStep {}

  /**
   * Something in the file of cookies is no cookie; what else is in it is used.
   *
   * @param file its path
   * @param problem what, with its line
   */
  record CookieLinePassedOver(String file, String problem) implements CookieStep {}

  /**
   * The cookies were written into their file.
   *
   * @param file its path
   * @param cookies how many it holds now
   */
  record CookiesSaved(String file, int cookies) implements CookieStep {}

  /**
   * The cookies could not be written into their file.
   *
   * @param file its path
   * @param problem why not
   */
  record CookiesNotSaved(String file, String problem) implements CookieStep {}
}
