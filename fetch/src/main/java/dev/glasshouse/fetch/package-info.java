/** The client's policy: redirects, cookies, retries, downloads. */
@NullMarked
package dev.glasshouse.fetch;

import org.jspecify.annotations.NullMarked;
