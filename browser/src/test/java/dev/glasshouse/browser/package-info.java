/** Pages over a server of our own on loopback. */
@NullMarked
package dev.glasshouse.browser;

import org.jspecify.annotations.NullMarked;
