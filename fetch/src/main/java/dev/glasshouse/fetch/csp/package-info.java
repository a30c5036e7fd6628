/** Content Security Policy, level 3: what a page lets itself load, run and apply. */
@NullMarked
package dev.glasshouse.fetch.csp;

import org.jspecify.annotations.NullMarked;
