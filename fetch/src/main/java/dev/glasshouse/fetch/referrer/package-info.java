/** Referrer Policy: what a request says of the page that asks. */
@NullMarked
package dev.glasshouse.fetch.referrer;

import org.jspecify.annotations.NullMarked;
