package dev.glasshouse.fetch.cookies;

import dev.glasshouse.http.cookies.Cookie;
import java.time.Instant;

/**
 * A cookie in the jar.
 *
 * @param cookie the cookie
 * @param used when it was last sent; when it was made, before that
 */
public record Stored(Cookie cookie, Instant used) {}
