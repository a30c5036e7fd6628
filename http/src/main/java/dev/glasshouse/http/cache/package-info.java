/**
 * The HTTP cache, a browser's or an edge's: a store in memory, a store on disk, and the sending of
 * requests through them. What may be stored and used again is decided in {@link
 * dev.glasshouse.http.caching}; here are the bytes, the files and the threads.
 */
@NullMarked
package dev.glasshouse.http.cache;

import org.jspecify.annotations.NullMarked;
