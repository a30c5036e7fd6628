/**
 * The rules of HTTP caching, for a cache of one user and for a shared one: what may be stored, for
 * how long it is fresh, what may be used again, and what must be asked anew. Pure: facts and a
 * moment in, verdicts with their reasons out; the stores are elsewhere.
 *
 * <p>Sources: RFC 9111 (caching), RFC 9110 (validators, ranges), RFC 5861 (stale-while-revalidate,
 * stale-if-error), RFC 8246 (immutable), RFC 9211 (Cache-Status).
 */
@NullMarked
package dev.glasshouse.http.caching;

import org.jspecify.annotations.NullMarked;
