/** Access logs and the error log: lines in files that can be opened anew and put aside. */
@NullMarked
package dev.glasshouse.server.logs;

import org.jspecify.annotations.NullMarked;
