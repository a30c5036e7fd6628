package dev.glasshouse.fetch.csp;

import dev.glasshouse.journey.Because;

/**
 * Something that a policy does not allow (Content Security Policy 3, 2.4).
 *
 * @param policy the policy
 * @param directive the kind of thing, as the specification names it
 * @param blocked what: a URL, or {@code inline}
 * @param because the directive that decided, as it was written
 */
public record Violation(Policy policy, Directive directive, String blocked, Because because) {}
