@NullMarked
package dev.glasshouse.dns.local;

import org.jspecify.annotations.NullMarked;
