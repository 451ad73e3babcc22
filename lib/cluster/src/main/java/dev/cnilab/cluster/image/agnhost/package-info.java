/**
 * {@code agnhost}, the program of Kubernetes' own tests: one executable with a command for each
 * thing a test wants of a container.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.agnhost;
