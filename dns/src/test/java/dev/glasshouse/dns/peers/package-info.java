/** Real programs beside ours. */
@NullMarked
package dev.glasshouse.dns.peers;

import org.jspecify.annotations.NullMarked;
