/** Images of networks that are not modelled, which report that. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.absent;
