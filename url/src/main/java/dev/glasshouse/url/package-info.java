/**
 * URLs, hosts, origins, sites, MIME types: the first stop on a page's way.
 *
 * <p>Everything here is a pure function of its input: no file, no socket, no clock. The sources are
 * the WHATWG standards <a href="https://url.spec.whatwg.org/">URL</a> and <a
 * href="https://mimesniff.spec.whatwg.org/">MIME Sniffing</a>.
 */
@NullMarked
package dev.glasshouse.url;

import org.jspecify.annotations.NullMarked;
