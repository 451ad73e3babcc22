package dev.cnilab.lab.policy;

/**
 * A rule that lets nobody pass.
 *
 * @param policy {@code namespace/name}
 * @param says what it asks for, and what there is
 */
public record Gap(String policy, String says) {}
