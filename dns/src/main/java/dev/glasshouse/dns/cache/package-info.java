/** What a name server remembers of what it was told: sets of records, and whole answers. */
@NullMarked
package dev.glasshouse.dns.cache;

import org.jspecify.annotations.NullMarked;
