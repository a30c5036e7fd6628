/** A running server: addresses, certificates, and changing all of it while connections stand. */
@NullMarked
package dev.glasshouse.server.web;

import org.jspecify.annotations.NullMarked;
