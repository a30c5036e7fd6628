@NullMarked
package dev.glasshouse.dns.front;

import org.jspecify.annotations.NullMarked;
