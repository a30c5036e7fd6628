/** How soon a request is to be served, as a browser assigns it (RFC 9218). */
@NullMarked
package dev.glasshouse.fetch.priority;

import org.jspecify.annotations.NullMarked;
