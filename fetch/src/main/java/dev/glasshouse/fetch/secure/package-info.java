/** Secure Contexts: which URLs nobody on the way can change. */
@NullMarked
package dev.glasshouse.fetch.secure;

import org.jspecify.annotations.NullMarked;
