/** The field Link (RFC 8288). */
@NullMarked
package dev.glasshouse.fetch.links;

import org.jspecify.annotations.NullMarked;
