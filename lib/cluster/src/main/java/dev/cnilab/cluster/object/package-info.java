/**
 * Kubernetes objects as they are on the wire, trees of JSON, and their resource types. There are no
 * model classes: these would cost start-up time and memory.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.object;
