/**
 * {@code agnhost}, the program of Kubernetes' own tests: one executable with a command for each
 * thing that tests need in a container.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.agnhost;
