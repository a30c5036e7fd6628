/** The client's policy: schemes, redirects, cookies, media types, downloads. */
@NullMarked
package dev.glasshouse.fetch;

import org.jspecify.annotations.NullMarked;
