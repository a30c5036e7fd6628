@NullMarked
package dev.glasshouse.dns.wire;

import org.jspecify.annotations.NullMarked;
