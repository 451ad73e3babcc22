/** Images of networks that are not modelled, which say so. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.absent;
