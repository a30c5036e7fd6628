@NullMarked
package dev.glasshouse.server.sites;

import org.jspecify.annotations.NullMarked;
