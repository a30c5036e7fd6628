@NullMarked
package dev.glasshouse.dns.zone;

import org.jspecify.annotations.NullMarked;
