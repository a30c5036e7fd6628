/** The CORS protocol and what stands beside it: whose answer may be read by whom. */
@NullMarked
package dev.glasshouse.fetch.cors;

import org.jspecify.annotations.NullMarked;
