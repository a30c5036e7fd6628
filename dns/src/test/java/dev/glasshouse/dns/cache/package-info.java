@NullMarked
package dev.glasshouse.dns.cache;

import org.jspecify.annotations.NullMarked;
