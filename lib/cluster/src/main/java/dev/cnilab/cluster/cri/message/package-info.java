/**
 * The messages of the Container Runtime Interface ({@code runtime.v1}): what is asked of a runtime,
 * and what it answers.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.cri.message;
