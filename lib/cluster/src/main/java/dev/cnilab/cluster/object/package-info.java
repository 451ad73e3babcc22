/**
 * Kubernetes objects as what they are on the wire, trees of JSON, and the resource types they
 * belong to. There are no model classes: that would cost start-up time and memory.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.object;
