/** The built-in internet: names and sites without a network. */
@NullMarked
package dev.glasshouse.lab;

import org.jspecify.annotations.NullMarked;
