package dev.cnilab.cluster.scheduler.plugin;

/**
 * Why a node is unsuitable, in the words of the real scheduler.
 *
 * @param resolvable whether evicting other pods could help
 */
public record Rejection(Filter filter, String reason, boolean resolvable) {}
