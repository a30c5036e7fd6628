/**
 * The edge's shared cache: an origin in front of an origin. What may be stored and used is decided
 * in {@link dev.glasshouse.http.caching}, the stores are {@link dev.glasshouse.http.cache}; here is
 * what a cache that many share does beside: it takes requests in one form, answers their conditions
 * itself, keeps failures for a while, forgets on demand, and says what it did.
 *
 * <p>Sources: RFC 9111 (caching), RFC 9211 (Cache-Status), RFC 9213 (targeted fields), RFC 5861
 * (stale answers), RFC 8586 (CDN-Loop).
 */
@NullMarked
package dev.glasshouse.edge.cache;

import org.jspecify.annotations.NullMarked;
