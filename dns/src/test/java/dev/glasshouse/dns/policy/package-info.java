@NullMarked
package dev.glasshouse.dns.policy;

import org.jspecify.annotations.NullMarked;
