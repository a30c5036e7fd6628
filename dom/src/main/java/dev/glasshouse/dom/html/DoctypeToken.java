package dev.glasshouse.dom.html;

import org.jspecify.annotations.Nullable;

/**
 * A doctype as it was written (HTML 13.2.5); what is missing is null, which is not the same as
 * empty.
 *
 * @param name in lower case
 * @param publicId public identifier
 * @param systemId system identifier
 * @param forceQuirks whether it was cut short or spoilt
 */
record DoctypeToken(
    @Nullable String name,
    @Nullable String publicId,
    @Nullable String systemId,
    boolean forceQuirks) {}
