/** URLs, hosts, origins, sites, MIME types. */
@NullMarked
package dev.glasshouse.url;

import org.jspecify.annotations.NullMarked;
