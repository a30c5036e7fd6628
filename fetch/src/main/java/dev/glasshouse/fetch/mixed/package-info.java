/** Mixed Content: what an insecure URL may do in a secure page. */
@NullMarked
package dev.glasshouse.fetch.mixed;

import org.jspecify.annotations.NullMarked;
