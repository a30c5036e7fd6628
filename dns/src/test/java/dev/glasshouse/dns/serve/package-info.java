@NullMarked
package dev.glasshouse.dns.serve;

import org.jspecify.annotations.NullMarked;
