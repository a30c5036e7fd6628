/** Proxies: which one is used, and how it is asked for a way (RFC 9110 9.3.6, RFC 1928). */
@NullMarked
package dev.glasshouse.net.proxy;

import org.jspecify.annotations.NullMarked;
