/**
 * Routes: which part of a program answers a request, by its method and by a pattern of its path.
 *
 * <p>A pattern is a path whose segments may be places: {@code {name}} for any one segment, {@code
 * {name:int}} (and {@code long}, {@code uuid}, {@code date}) for one of that type, and {@code
 * {name...}} at the end for all that is left. Segments are compared after they were
 * percent-decoded, with regard to case; {@code /a} and {@code /a/} are two paths.
 *
 * <p>Of the patterns that fit the path <em>and</em> the method the most particular answers:
 * patterns are compared segment by segment from the left, and at the first difference a literal
 * goes before a typed place, that before an untyped one, and that before {@code {name...}}. Two
 * patterns that neither rule tells apart are refused when the routes are built.
 */
@NullMarked
package dev.glasshouse.server.routes;

import org.jspecify.annotations.NullMarked;
