package dev.cnilab.lab.policy;

/**
 * A rule that admits no peer.
 *
 * @param policy {@code namespace/name}
 * @param says what it asks for, and what exists
 */
public record Gap(String policy, String says) {}
