/** Subresource Integrity: content that must have a hash. */
@NullMarked
package dev.glasshouse.fetch.integrity;

import org.jspecify.annotations.NullMarked;
