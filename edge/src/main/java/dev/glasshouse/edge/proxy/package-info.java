/** The reverse proxy: what is passed on, and what becomes of it on the way (RFC 9110 7). */
@NullMarked
package dev.glasshouse.edge.proxy;

import org.jspecify.annotations.NullMarked;
